package org.limpid.backend;

/** Losses that compute value and gradient in one pass. */
public interface LossKernels {

  /** What is done to the difference of prediction and target. */
  enum Penalty {
    /** {@code d²}. */
    SQUARED,
    /** {@code |d|}; derivative 0 at 0. */
    ABSOLUTE
  }

  /**
   * Weighted mean error: {@code value = Σ weight·penalty(prediction − target) / Σ weight}, and its
   * gradient with respect to the prediction. If all weights are zero, both are zero. Sums are as
   * precise as {@link ReductionKernels#sum}.
   *
   * @param penalty what is averaged
   * @param prediction any shape. Not modified.
   * @param target same shape. Not modified.
   * @param weight same shape, at least 0. Not modified.
   * @param value one element. Modified.
   * @param gradient same shape as the prediction. Overwritten.
   */
  void weightedMean(
      Penalty penalty,
      Storage prediction,
      Storage target,
      Storage weight,
      Storage value,
      Storage gradient);
}
