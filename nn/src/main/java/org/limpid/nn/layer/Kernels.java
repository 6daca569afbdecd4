package org.limpid.nn.layer;

import org.limpid.autograd.Parameter;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Makes the parameters of convolutions. */
final class Kernels {

  private Kernels() {}

  /**
   * A kernel with initial values.
   *
   * @param shape kernel extents, then both channel counts
   * @param inputAxis −2 if input channels come first, −1 if they come last
   */
  static Parameter draw(
      String op, Device device, Shape shape, int inputAxis, Init init, RandomKey key) {
    if (shape.rank() != 4 && shape.rank() != 5 || shape.size() == 0) {
      throw new ShapeException(
          op
              + ": weight has shape "
              + shape
              + " (expected: [kH, kW, C, K] or [kD, kH, kW, C, K], each at least 1)");
    }
    if (shape.size() > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          op + ": weight " + shape + " has " + shape.size() + " elements (expected: below 2^31)");
    }
    int outputAxis = -3 - inputAxis;
    long fanIn = shape.size() / shape.extent(outputAxis);
    long fanOut = shape.size() / shape.extent(inputAxis);
    float[] values = new float[Math.toIntExact(shape.size())];
    init.fill(values, fanIn, fanOut, key);
    return Parameter.trainable("weight", Tensor.of(device, shape, values));
  }

  static Parameter zeros(String name, Device device, int channels) {
    return Parameter.trainable(name, Tensor.zeros(device, Shape.of(channels)));
  }
}
