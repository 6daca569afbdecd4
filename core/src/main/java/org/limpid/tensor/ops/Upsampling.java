package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.tensor.Tensor;

/** Enlarges by whole factors. */
public final class Upsampling {

  private Upsampling() {}

  /** See {@link Tensor#upsample}. */
  public static Tensor of(Tensor x, Interpolation interpolation, int... factor) {
    Grid input = Operands.grid("upsample", x);
    Size3 factors = Operands.perAxis("upsample", "factor", x, factor);
    Grid output =
        input.withSpace(
            new Size3(
                input.depth() * factors.depth(),
                input.height() * factors.height(),
                input.width() * factors.width()));
    ResamplingKernels kernels = x.device().backend().resampling();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(output, x));
    kernels.upsample(input, factors, interpolation, x.storage(), y.storage());
    return Tape.record(
        "upsample",
        y,
        List.of(x),
        gradY -> {
          Tensor gradX = Tensor.allocate(x.device(), x.shape());
          kernels.upsampleBackward(input, factors, interpolation, gradY.storage(), gradX.storage());
          return List.of(gradX);
        });
  }
}
