package org.limpid.benchmarks.peers;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.limpid.backend.Activation;
import org.limpid.benchmarks.Numbers;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Tensor;

/** One 3 x 3 convolution with bias, as many channels out as in, 16 images. */
final class ConvolutionContest implements Contest {

  private static final Shape ONES = new Shape(1, 1);

  private final Device device;
  private final Tensor x;
  private final Tensor weight;
  private final Tensor bias;
  private final NDManager root;
  private final PtNDArray torchX;
  private final PtNDArray torchWeight;
  private final PtNDArray torchBias;

  ConvolutionContest(int channels, int extent, int threads) {
    device = Device.cpu(threads);
    x = Layers.images(device, channels, extent, 1);
    weight = Layers.weight(device, channels, 2);
    bias = Layers.bias(device, channels, 3);
    root = Torch.open(threads);
    torchX = Torch.images(root, x);
    torchWeight = Torch.weight(root, weight);
    torchBias = Torch.array(root, bias.toArray(), channels);
  }

  @Override
  public double difference() {
    try (PtNDArray theirs = torchForward();
        Tensor ours = forward()) {
      float[] values = Numbers.channelsFirst(ours.toArray(), ours.shape());
      return Numbers.difference(theirs.toFloatArray(), values);
    }
  }

  private PtNDArray torchForward() {
    return JniUtils.convolution(torchX, torchWeight, torchBias, ONES, ONES, ONES, 1);
  }

  private Tensor forward() {
    return x.conv(weight, bias, Padding.SAME, Activation.IDENTITY);
  }

  @Override
  public void peer() {
    torchForward().close();
  }

  @Override
  public void limpid() {
    forward().close();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void close() {
    root.close();
    x.close();
    weight.close();
    bias.close();
    device.close();
  }
}
