package org.limpid.tensor.ops;

import java.util.Arrays;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.Size3;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Adds and removes borders; cutting off is the adjoint of adding zeros. */
public final class PadCrop {

  private PadCrop() {}

  /** See {@link Tensor#pad}. */
  public static Tensor pad(Tensor x, Border border, int[] before, int[] after) {
    Grid inner = Operands.grid("pad", x);
    Size3 low = Operands.space("pad", "before", x, before);
    Size3 high = Operands.space("pad", "after", x, after);
    boolean reflects =
        canReflect(low.depth(), high.depth(), inner.depth())
            && canReflect(low.height(), high.height(), inner.height())
            && canReflect(low.width(), high.width(), inner.width());
    if (border == Border.REFLECT && !reflects) {
      throw new ShapeException(
          "pad: reflected border "
              + Arrays.toString(before)
              + ", "
              + Arrays.toString(after)
              + " of shape "
              + x.shape()
              + " (expected: smaller than the image)");
    }
    Grid outer =
        inner.withSpace(
            new Size3(
                inner.depth() + low.depth() + high.depth(),
                inner.height() + low.height() + high.height(),
                inner.width() + low.width() + high.width()));
    PadGeometry g = new PadGeometry(inner, outer, low);
    LayoutKernels kernels = x.device().backend().layout();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(outer, x));
    kernels.pad(g, border, x.storage(), y.storage());
    return Tape.record(
        "pad",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          kernels.padBackward(g, border, gradY.storage(), gradX.storage());
          return List.of(gradX);
        });
  }

  /** See {@link Tensor#crop}. */
  public static Tensor crop(Tensor x, int[] from, int[] extents) {
    Grid outer = Operands.grid("crop", x);
    Size3 low = Operands.space("crop", "from", x, from);
    Size3 part = Operands.space("crop", "extents", x, extents);
    if (low.depth() + part.depth() > outer.depth()
        || low.height() + part.height() > outer.height()
        || low.width() + part.width() > outer.width()) {
      throw new ShapeException(
          "crop: from "
              + Arrays.toString(from)
              + " extents "
              + Arrays.toString(extents)
              + " of shape "
              + x.shape()
              + " (expected: inside)");
    }
    Size3 inner = x.shape().rank() == 4 ? new Size3(1, part.height(), part.width()) : part;
    PadGeometry g = new PadGeometry(outer.withSpace(inner), outer, low);
    LayoutKernels kernels = x.device().backend().layout();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(g.inner(), x));
    kernels.padBackward(g, Border.ZERO, x.storage(), y.storage());
    return Tape.record(
        "crop",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          kernels.pad(g, Border.ZERO, gradY.storage(), gradX.storage());
          return List.of(gradX);
        });
  }

  private static boolean canReflect(int before, int after, int extent) {
    return Math.max(before, after) <= Math.max(0, extent - 1);
  }
}
