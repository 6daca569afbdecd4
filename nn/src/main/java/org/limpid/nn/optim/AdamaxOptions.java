package org.limpid.nn.optim;

/**
 * Settings of {@link Adamax}.
 *
 * @param learningRate of the first step, at least 0
 * @param beta1 decay of the mean of gradients, at least 0 and below 1
 * @param beta2 decay of the largest gradient, at least 0 and below 1
 * @param epsilon added to the size of each gradient, above 0
 * @param clipNorm gradients are scaled down to this Euclidean norm over all parameters if theirs is
 *     larger; 0 for never
 */
public record AdamaxOptions(
    float learningRate, float beta1, float beta2, float epsilon, float clipNorm) {

  /** Rate 2e-3, betas 0.9 and 0.999 (Kingma and Ba 2015), epsilon 1e-8, no clipping. */
  public static final AdamaxOptions DEFAULT = new AdamaxOptions(2e-3f, 0.9f, 0.999f, 1e-8f, 0);

  /** Checks ranges. */
  public AdamaxOptions {
    Range.atLeastZero("adamax", "learningRate", learningRate);
    Range.share("adamax", "beta1", beta1);
    Range.share("adamax", "beta2", beta2);
    Range.aboveZero("adamax", "epsilon", epsilon);
    Range.atLeastZero("adamax", "clipNorm", clipNorm);
  }

  /** The same options with another rate of the first step. */
  public AdamaxOptions withLearningRate(float value) {
    return new AdamaxOptions(value, beta1, beta2, epsilon, clipNorm);
  }

  /** The same options with other decays. */
  public AdamaxOptions withBetas(float first, float second) {
    return new AdamaxOptions(learningRate, first, second, epsilon, clipNorm);
  }

  /** The same options with another summand to the size of a gradient. */
  public AdamaxOptions withEpsilon(float value) {
    return new AdamaxOptions(learningRate, beta1, beta2, value, clipNorm);
  }

  /** The same options with another largest norm of the gradient; 0 for none. */
  public AdamaxOptions withClipNorm(float value) {
    return new AdamaxOptions(learningRate, beta1, beta2, epsilon, value);
  }
}
