package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Largest value or mean of windows. */
public final class Pooling {

  private Pooling() {}

  /** See {@link Tensor#maxPool}. */
  public static Tensor max(Tensor x, int... window) {
    return max(x, blocks("maxPool", x, window));
  }

  /** See {@link Tensor#averagePool}. */
  public static Tensor average(Tensor x, int... window) {
    return average(x, blocks("averagePool", x, window));
  }

  /**
   * See {@link Tensor#maxBlurPool}. The kernel [1 2 1] is [1 1] after [1 1]: a mean of neighbours,
   * then a mean of pairs.
   */
  public static Tensor maxBlur(Tensor x, int... factor) {
    WindowGeometry pairs = blocks("maxBlurPool", x, factor);
    Size3 window = pairs.window();
    if (window.depth() > 2 || window.height() > 2 || window.width() > 2) {
      throw new IllegalArgumentException(
          "maxBlurPool: factor " + window + " (expected: 1 or 2 along each axis)");
    }
    Grid input = pairs.input();
    int channels = input.channels();
    Tensor maxima = max(x, WindowGeometry.valid(input, channels, window, Size3.ONE));
    Size3 border = new Size3(window.depth() - 1, window.height() - 1, window.width() - 1);
    Grid fewer = Operands.grid("maxBlurPool", maxima);
    Tensor smooth = average(maxima, new WindowGeometry(fewer, input, window, Size3.ONE, border));
    Tensor y = average(smooth, pairs);
    if (!Tape.tracks(y)) {
      maxima.close();
      smooth.close();
    }
    return y;
  }

  private static Tensor max(Tensor x, WindowGeometry g) {
    ResamplingKernels kernels = x.device().backend().resampling();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(g.output(), x));
    kernels.maxPool(g, x.storage(), y.storage());
    return Tape.recordAdding(
        "maxPool",
        y,
        x,
        (gradY, sum) -> {
          if (sum != null && kernels.addsMaxPoolGradient()) {
            kernels.addMaxPoolGradient(g, x.storage(), y.storage(), gradY.storage(), sum.storage());
            return sum;
          }
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          kernels.maxPoolBackward(g, x.storage(), y.storage(), gradY.storage(), gradX.storage());
          return gradX;
        });
  }

  private static Tensor average(Tensor x, WindowGeometry g) {
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

  /** Windows that do not overlap. */
  private static WindowGeometry blocks(String op, Tensor x, int... window) {
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
