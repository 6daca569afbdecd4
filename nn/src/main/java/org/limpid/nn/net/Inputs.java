package org.limpid.nn.net;

import org.limpid.backend.Size3;
import org.limpid.nn.Network;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Checks what is given to a network. */
final class Inputs {

  private Inputs() {}

  static void check(String op, Network network, Tensor x) {
    Shape shape = x.shape();
    int axes = network.isVolumetric() ? 3 : 2;
    if (shape.rank() != axes + 2) {
      throw new ShapeException(
          op
              + ": input has shape "
              + shape
              + " (expected: "
              + (network.isVolumetric() ? "[N, D, H, W, C]" : "[N, H, W, C]")
              + ")");
    }
    if (shape.extent(-1) != network.inputChannels()) {
      throw new ShapeException(
          op
              + ": input "
              + shape
              + " has "
              + shape.extent(-1)
              + " channels (expected: "
              + network.inputChannels()
              + ")");
    }
    Size3 multiple = network.multiple();
    if (axes == 3) {
      checkExtent(op, shape, "depth", 1, multiple.depth());
    }
    checkExtent(op, shape, "height", axes - 1, multiple.height());
    checkExtent(op, shape, "width", axes, multiple.width());
  }

  private static void checkExtent(String op, Shape shape, String name, int axis, int multiple) {
    int extent = shape.extent(axis);
    if (extent == 0 || extent % multiple != 0) {
      throw new ShapeException(
          op
              + ": input "
              + shape
              + " has "
              + name
              + " "
              + extent
              + " (expected: a multiple of "
              + multiple
              + "). Pad or crop it");
    }
  }
}
