package org.limpid.tensor.ops;

import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.Orientation;
import org.limpid.tensor.Tensor;

/** Flips and quarter turns. */
public final class Orienting {

  private Orienting() {}

  /** See {@link Tensor#orient}. */
  public static Tensor of(Tensor x, Orientation orientation) {
    Grid input = Operands.grid("orient", x);
    Grid output = orientation.apply(input);
    LayoutKernels kernels = x.device().backend().layout();
    Tensor y = Tensor.allocate(x.device(), Operands.shape(output, x));
    kernels.orient(input, orientation, x.storage(), y.storage());
    return Tape.record(
        "orient", y, List.of(x), gradY -> List.of(gradY.orient(orientation.inverse())));
  }
}
