package org.limpid.benchmarks.peers;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.limpid.benchmarks.Numbers;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** A U-Net's answer to a whole image, against libtorch. */
final class InferenceContest implements Contest {

  private final Device device;
  private final UNet network;
  private final Tensor image;
  private final NDManager root;
  private final TorchUNet torch;
  private final PtNDArray input;

  /** An answer to images {@code [N, H, W, 1]} or volumes {@code [N, D, H, W, 1]}. */
  InferenceContest(UNetOptions options, Shape shape, int threads) {
    device = Device.cpu(threads);
    network = new UNet(options, device, new RandomKey(1, 0, 0));
    image = Tensor.of(device, shape, Numbers.uniform(shape.size(), 2));
    root = Torch.open(threads);
    torch = new TorchUNet(network, root);
    input = Torch.images(root, image);
  }

  @Override
  public double difference() {
    try (NDManager step = root.newSubManager();
        Tensor ours = network.forward(image, Pass.inference())) {
      input.tempAttach(step);
      return Numbers.difference(torch.forward(input, false).toFloatArray(), ours.toArray());
    }
  }

  @Override
  public void peer() {
    try (NDManager step = root.newSubManager()) {
      input.tempAttach(step);
      JniUtils.setGradMode(false);
      torch.forward(input, false).close();
    }
  }

  @Override
  public void limpid() {
    network.forward(image, Pass.inference()).close();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void close() {
    root.close();
    image.close();
    Parameters.of(network).close();
    device.close();
  }
}
