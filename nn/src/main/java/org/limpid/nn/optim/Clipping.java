package org.limpid.nn.optim;

import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Bounds the length of a gradient (Pascanu et al. 2013). */
final class Clipping {

  private Clipping() {}

  /**
   * Scales a gradient down to a Euclidean norm if it is longer. Everything stays on the device, so
   * nothing waits.
   *
   * @param gradient any shape. Modified.
   * @param norm the largest length; 0 for no bound
   */
  static void apply(Tensor gradient, float norm) {
    if (norm == 0) {
      return;
    }
    try (Scope scope = Scope.open()) {
      Tensor limit = Tensor.full(gradient.device(), Shape.of(), norm);
      Tensor length = gradient.square().sum().sqrt();
      Tensor factor = limit.divide(length.maximum(limit)).broadcastTo(gradient.shape());
      gradient
          .device()
          .backend()
          .elementwise()
          .binary(Binary.MULTIPLY, gradient.storage(), factor.storage(), gradient.storage());
    }
  }
}
