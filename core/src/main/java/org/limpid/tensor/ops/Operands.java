package org.limpid.tensor.ops;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Checks that operations share, with messages that name the operation. */
final class Operands {

  private Operands() {}

  static void sameDevice(String op, Tensor a, Tensor b) {
    if (a.device() != b.device()) {
      throw new IllegalArgumentException(
          op + ": operands are on different devices (" + a + ", " + b + "). Use Tensor.to");
    }
  }

  static void sameShape(String op, Tensor a, Tensor b) {
    sameDevice(op, a, b);
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          op
              + ": shapes "
              + a.shape()
              + " and "
              + b.shape()
              + " differ (expected: equal). Use broadcastTo or reshape");
    }
  }

  static void shape(String op, String name, Tensor tensor, Shape expected) {
    if (!tensor.shape().equals(expected)) {
      throw new ShapeException(
          op + ": " + name + " has shape " + tensor.shape() + " (expected: " + expected + ")");
    }
  }

  /** An activation's extents on five axes. */
  static Grid grid(String op, Tensor x) {
    Shape s = x.shape();
    if (s.rank() == 4) {
      return new Grid(s.extent(0), 1, s.extent(1), s.extent(2), s.extent(3));
    }
    if (s.rank() == 5) {
      return new Grid(s.extent(0), s.extent(1), s.extent(2), s.extent(3), s.extent(4));
    }
    throw new ShapeException(
        op + ": input has shape " + s + " (expected: [N, H, W, C] or [N, D, H, W, C])");
  }

  /** The shape, of the rank of {@code like}, of an activation with the given extents. */
  static Shape shape(Grid g, Tensor like) {
    return like.shape().rank() == 4
        ? Shape.of(g.batch(), g.height(), g.width(), g.channels())
        : Shape.of(g.batch(), g.depth(), g.height(), g.width(), g.channels());
  }

  /** One number for all spatial axes or one an axis, as three; none means 1. */
  static Size3 perAxis(String op, String name, Tensor x, int... numbers) {
    int axes = x.shape().rank() - 2;
    if (numbers.length > 1 && numbers.length != axes) {
      throw new ShapeException(
          op
              + ": "
              + name
              + " "
              + Arrays.toString(numbers)
              + " for shape "
              + x.shape()
              + " (expected: one number, or "
              + axes
              + ")");
    }
    for (int number : numbers) {
      if (number < 1) {
        throw new IllegalArgumentException(
            op + ": " + name + " " + Arrays.toString(numbers) + " (expected: >= 1)");
      }
    }
    if (numbers.length == 0) {
      return Size3.ONE;
    }
    int last = numbers.length - 1;
    int depth = axes == 3 ? numbers[0] : 1;
    return new Size3(depth, numbers[Math.max(0, last - 1)], numbers[last]);
  }

  /** One number for each spatial axis, at least 0; a missing depth is 0. */
  static Size3 space(String op, String name, Tensor x, int[] numbers) {
    int axes = x.shape().rank() - 2;
    if (numbers.length != axes) {
      throw new ShapeException(
          op
              + ": "
              + name
              + " "
              + Arrays.toString(numbers)
              + " for shape "
              + x.shape()
              + " (expected: "
              + axes
              + " numbers)");
    }
    for (int number : numbers) {
      if (number < 0) {
        throw new IllegalArgumentException(
            op + ": " + name + " " + Arrays.toString(numbers) + " (expected: >= 0)");
      }
    }
    return axes == 2
        ? new Size3(0, numbers[0], numbers[1])
        : new Size3(numbers[0], numbers[1], numbers[2]);
  }
}
