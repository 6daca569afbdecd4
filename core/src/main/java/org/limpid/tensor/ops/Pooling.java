package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Largest value or mean of windows that do not overlap. */
public final class Pooling {

  private Pooling() {}

  /** See {@link Tensor#maxPool}. */
  public static Tensor max(Tensor x, int... window) {
    WindowGeometry g = geometry("maxPool", x, window);
    ResamplingKernels kernels = x.device().backend().resampling();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(g.output(), x));
    kernels.maxPool(g, x.storage(), y.storage());
    return Tape.record(
        "maxPool",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          kernels.maxPoolBackward(g, x.storage(), y.storage(), gradY.storage(), gradX.storage());
          return List.of(gradX);
        });
  }

  /** See {@link Tensor#averagePool}. */
  public static Tensor average(Tensor x, int... window) {
    WindowGeometry g = geometry("averagePool", x, window);
    ResamplingKernels kernels = x.device().backend().resampling();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(g.output(), x));
    kernels.averagePool(g, x.storage(), y.storage());
    return Tape.record(
        "averagePool",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          kernels.averagePoolBackward(g, gradY.storage(), gradX.storage());
          return List.of(gradX);
        });
  }

  private static WindowGeometry geometry(String op, Tensor x, int... window) {
    Grid input = Operands.grid(op, x);
    Size3 extents = Operands.perAxis(op, "window", x, window);
    if (extents.depth() > input.depth()
        || extents.height() > input.height()
        || extents.width() > input.width()) {
      throw new ShapeException(
          op
              + ": window "
              + extents
              + " is larger than input "
              + x.shape()
              + " (expected: at most as large)");
    }
    return WindowGeometry.valid(input, input.channels(), extents, extents);
  }
}
