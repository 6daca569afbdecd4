package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.AxisGeometry;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Sums along axes, and repetition, which is their adjoint. */
public final class Reduction {

  private Reduction() {}

  /** Sum of all elements, shape {@code []}. */
  public static Tensor sum(Tensor x) {
    Tensor y = Tensor.allocate(x.device(), Shape.of());
    x.device()
        .backend()
        .reduction()
        .sum(new AxisGeometry(1, x.shape().size(), 1), x.storage(), y.storage());
    return Tape.record("sum", y, List.of(x), g -> List.of(g.broadcastTo(x.shape())));
  }

  /** Sum along an axis, which stays with extent 1. */
  public static Tensor sum(Tensor x, int axis) {
    x.shape().extent(axis); // names the axis if it does not exist
    int index = axis < 0 ? x.shape().rank() + axis : axis;
    Tensor y = Tensor.allocate(x.device(), x.shape().with(index, 1));
    x.device().backend().reduction().sum(around(x.shape(), index), x.storage(), y.storage());
    return Tape.record("sum", y, List.of(x), g -> List.of(g.broadcastTo(x.shape())));
  }

  /** Repeats along axes of extent 1 and along missing axes in front. */
  public static Tensor broadcast(Tensor x, Shape target) {
    int missing = target.rank() - x.shape().rank();
    boolean fits = missing >= 0;
    for (int axis = 0; fits && axis < x.shape().rank(); axis++) {
      int extent = x.shape().extent(axis);
      fits = extent == 1 || extent == target.extent(axis + missing);
    }
    if (!fits) {
      throw new ShapeException(
          "broadcastTo: shape "
              + x.shape()
              + " to "
              + target
              + " (expected: equal extents or 1, counted from the last axis)");
    }
    if (x.shape().size() == 1) {
      return repeat(x, new AxisGeometry(1, target.size(), 1), target);
    }
    int[] extents = new int[target.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = axis < missing ? 1 : x.shape().extent(axis - missing);
    }
    Tensor y = x.reshape(extents);
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] != target.extent(axis)) {
        Shape wider = y.shape().with(axis, target.extent(axis));
        y = repeat(y, around(wider, axis), wider);
      }
    }
    return y;
  }

  private static Tensor repeat(Tensor x, AxisGeometry axis, Shape wider) {
    Tensor y = Tensor.allocate(x.device(), wider);
    x.device().backend().reduction().repeat(axis, x.storage(), y.storage());
    return Tape.record(
        "broadcastTo",
        y,
        List.of(x),
        g -> {
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          x.device().backend().reduction().sum(axis, g.storage(), gradX.storage());
          return List.of(gradX);
        });
  }

  private static AxisGeometry around(Shape shape, int axis) {
    long outer = 1;
    for (int a = 0; a < axis; a++) {
      outer *= shape.extent(a);
    }
    long inner = 1;
    for (int a = axis + 1; a < shape.rank(); a++) {
      inner *= shape.extent(a);
    }
    return new AxisGeometry(outer, shape.extent(axis), inner);
  }
}
