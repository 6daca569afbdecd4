package org.limpid.tensor.ops;

import java.util.Arrays;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.LossKernels;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Weighted mean of a penalty, with value and gradient from one kernel. */
public final class WeightedMean {

  private WeightedMean() {}

  /** {@code Σ weight·penalty(prediction − target) / Σ weight}, shape {@code []}. */
  public static Tensor of(
      LossKernels.Penalty penalty, Tensor prediction, Tensor target, Tensor weight) {
    Operands.sameShape("weightedPenalty", prediction, target);
    Operands.sameShape("weightedPenalty", prediction, weight);
    Tensor value = Tensor.allocate(prediction.device(), Shape.of());
    Tensor gradient = Tensor.allocate(prediction.device(), prediction.shape());
    prediction
        .device()
        .backend()
        .loss()
        .weightedMean(
            penalty,
            prediction.storage(),
            target.storage(),
            weight.storage(),
            value.storage(),
            gradient.storage());
    return Tape.record(
        "weightedPenalty",
        value,
        Arrays.asList(prediction, null, null),
        List.of(gradient),
        g -> Arrays.asList(gradient.multiply(g.broadcastTo(gradient.shape())), null, null));
  }
}
