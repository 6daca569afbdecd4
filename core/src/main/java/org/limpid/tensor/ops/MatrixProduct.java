package org.limpid.tensor.ops;

import java.util.Arrays;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.MatrixKernels;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Product of two matrices. */
public final class MatrixProduct {

  private MatrixProduct() {}

  /** {@code a·b} for {@code [M, L]} and {@code [L, P]}. */
  public static Tensor multiply(Tensor a, Tensor b) {
    Operands.sameDevice("matmul", a, b);
    if (a.shape().rank() != 2
        || b.shape().rank() != 2
        || a.shape().extent(1) != b.shape().extent(0)) {
      throw new ShapeException(
          "matmul: shapes " + a.shape() + " and " + b.shape() + " (expected: [M, L] and [L, P])");
    }
    int m = a.shape().extent(0);
    int l = a.shape().extent(1);
    int p = b.shape().extent(1);
    MatrixKernels kernels = a.device().backend().matrix();
    Tensor y = Tensor.allocate(a.device(), Shape.of(m, p));
    kernels.multiply(m, l, p, a.storage(), false, b.storage(), false, y.storage());
    return Tape.record(
        "matmul",
        y,
        List.of(a, b),
        g -> {
          Tensor gradA = Tensor.allocate(a.device(), a.shape());
          kernels.multiply(m, p, l, g.storage(), false, b.storage(), true, gradA.storage());
          Tensor gradB = Tensor.allocate(b.device(), b.shape());
          kernels.multiply(l, m, p, a.storage(), true, g.storage(), false, gradB.storage());
          return Arrays.asList(gradA, gradB);
        });
  }
}
