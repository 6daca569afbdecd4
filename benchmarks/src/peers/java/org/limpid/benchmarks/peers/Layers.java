package org.limpid.benchmarks.peers;

import org.limpid.benchmarks.Numbers;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Operands of single layers. */
final class Layers {

  /** Images in a batch. */
  static final int IMAGES = 16;

  private Layers() {}

  static Tensor images(Device device, int channels, int extent, long seed) {
    return random(device, Shape.of(IMAGES, extent, extent, channels), seed);
  }

  static Tensor weight(Device device, int channels, long seed) {
    return random(device, Shape.of(3, 3, channels, channels), seed);
  }

  static Tensor bias(Device device, int channels, long seed) {
    return random(device, Shape.of(channels), seed);
  }

  private static Tensor random(Device device, Shape shape, long seed) {
    return Tensor.of(device, shape, Numbers.uniform(shape.size(), seed));
  }
}
