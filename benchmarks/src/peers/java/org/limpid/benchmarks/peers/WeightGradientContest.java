package org.limpid.benchmarks.peers;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;
import org.limpid.benchmarks.Numbers;
import org.limpid.tensor.Device;
import org.limpid.tensor.Tensor;

/**
 * The gradient of a 3 x 3 convolution with respect to its weight and bias, 16 images.
 *
 * <p>libtorch's graph is made once and walked again and again, so that its forward pass is not
 * timed; adding to the gradient that is there, about a thousandth of the work, is.
 */
final class WeightGradientContest implements Contest {

  private static final Shape ONES = new Shape(1, 1);

  private final Device device;
  private final WindowGeometry geometry;
  private final ConvolutionKernels kernels;
  private final Tensor x;
  private final Tensor gradY;
  private final Tensor gradWeight;
  private final Tensor gradBias;
  private final NDManager root;
  private final PtNDArray torchWeight;
  private final PtNDArray torchBias;
  private final PtNDArray torchY;
  private final PtNDArray torchGradY;

  WeightGradientContest(int channels, int extent, int threads) {
    device = Device.cpu(threads);
    kernels = device.backend().convolution();
    geometry =
        WindowGeometry.same(
            new Grid(Layers.IMAGES, 1, extent, extent, channels),
            channels,
            new Size3(1, 3, 3),
            Size3.ONE);
    x = Layers.images(device, channels, extent, 1);
    gradY = Layers.images(device, channels, extent, 4);
    gradWeight = Layers.weight(device, channels, 2);
    gradBias = Layers.bias(device, channels, 3);
    root = Torch.open(threads);
    torchWeight = Torch.weight(root, gradWeight);
    torchWeight.setRequiresGradient(true);
    torchBias = Torch.array(root, gradBias.toArray(), channels);
    torchBias.setRequiresGradient(true);
    torchGradY = Torch.images(root, gradY);
    JniUtils.setGradMode(true);
    torchY =
        JniUtils.convolution(Torch.images(root, x), torchWeight, torchBias, ONES, ONES, ONES, 1);
    JniUtils.setGradMode(false);
  }

  @Override
  public double difference() {
    JniUtils.zeroGrad(torchWeight);
    JniUtils.zeroGrad(torchBias);
    peer();
    limpid();
    try (PtNDArray theirWeight = torchWeight.getGradient();
        PtNDArray theirBias = torchBias.getGradient()) {
      float[] values = Numbers.outputsFirst(gradWeight.toArray(), gradWeight.shape());
      return Math.max(
          Numbers.difference(theirWeight.toFloatArray(), values),
          Numbers.difference(theirBias.toFloatArray(), gradBias.toArray()));
    }
  }

  @Override
  public void peer() {
    JniUtils.backward(torchY, torchGradY, true, false);
  }

  @Override
  public void limpid() {
    kernels.backwardWeight(
        geometry, x.storage(), gradY.storage(), gradWeight.storage(), gradBias.storage());
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void close() {
    root.close();
    x.close();
    gradY.close();
    gradWeight.close();
    gradBias.close();
    device.close();
  }
}
