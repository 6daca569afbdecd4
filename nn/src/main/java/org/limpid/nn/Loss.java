package org.limpid.nn;

import org.limpid.backend.LossKernels;
import org.limpid.tensor.Tensor;

/**
 * Judges a prediction. A lambda will do:
 *
 * <pre>{@code
 * Loss charbonnier = (prediction, target, weight) ->
 *     prediction.subtract(target).square().plus(1e-6f).sqrt().multiply(weight).sum()
 *         .divide(weight.sum());
 * }</pre>
 */
@FunctionalInterface
public interface Loss {

  /** Weighted mean squared error; its minimum is the mean of the target's distribution. */
  Loss MEAN_SQUARED_ERROR =
      pixelwise(
          (prediction, target, weight) ->
              prediction.weightedPenalty(LossKernels.Penalty.SQUARED, target, weight));

  /** Weighted mean absolute error; its minimum is the median of the target's distribution. */
  Loss MEAN_ABSOLUTE_ERROR =
      pixelwise(
          (prediction, target, weight) ->
              prediction.weightedPenalty(LossKernels.Penalty.ABSOLUTE, target, weight));

  /**
   * The loss of a batch.
   *
   * @param prediction what the network gave, {@code [N, H, W, C]} or {@code [N, D, H, W, C]}
   * @param target what it should have given, same shape
   * @param weight how much each element counts, same shape, at least 0
   * @return one element, differentiable with respect to the prediction
   */
  Tensor evaluate(Tensor prediction, Tensor target, Tensor weight);

  /**
   * Whether pixels without weight have no influence, and where a pixel lies has none either. Then a
   * trainer may have the network compute only the pixels that count, which is faster where they are
   * few, and give those alone: prediction, target and weight are {@code [pixels, C]}.
   */
  default boolean isPixelwise() {
    return false;
  }

  /** Declares a loss to be {@linkplain #isPixelwise() pixelwise}. */
  static Loss pixelwise(Loss loss) {
    return new PixelwiseLoss(loss);
  }
}
