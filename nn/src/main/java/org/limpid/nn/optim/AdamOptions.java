package org.limpid.nn.optim;

/**
 * Settings of {@link Adam}.
 *
 * @param learningRate of the first step, at least 0
 * @param beta1 decay of the mean of gradients, at least 0 and below 1
 * @param beta2 decay of the mean of squared gradients, at least 0 and below 1
 * @param epsilon added to the root of the latter, at least 0
 * @param weightDecay share of the rate by which parameters shrink at each step (Loshchilov and
 *     Hutter 2019), at least 0
 * @param clipNorm gradients are scaled down to this Euclidean norm over all parameters if theirs is
 *     larger; 0 for never
 */
public record AdamOptions(
    float learningRate,
    float beta1,
    float beta2,
    float epsilon,
    float weightDecay,
    float clipNorm) {

  /** Rate 1e-3, betas 0.9 and 0.999, epsilon 1e-8 (Kingma and Ba 2015), no decay, no clipping. */
  public static final AdamOptions DEFAULT = new AdamOptions(1e-3f, 0.9f, 0.999f, 1e-8f, 0, 0);

  /** Checks ranges. */
  public AdamOptions {
    Range.atLeastZero("adam", "learningRate", learningRate);
    Range.share("adam", "beta1", beta1);
    Range.share("adam", "beta2", beta2);
    Range.atLeastZero("adam", "epsilon", epsilon);
    Range.atLeastZero("adam", "weightDecay", weightDecay);
    Range.atLeastZero("adam", "clipNorm", clipNorm);
  }

  /** The same options with another rate of the first step. */
  public AdamOptions withLearningRate(float value) {
    return new AdamOptions(value, beta1, beta2, epsilon, weightDecay, clipNorm);
  }

  /** The same options with other decays of the two means. */
  public AdamOptions withBetas(float first, float second) {
    return new AdamOptions(learningRate, first, second, epsilon, weightDecay, clipNorm);
  }

  /** The same options with another summand to the root. */
  public AdamOptions withEpsilon(float value) {
    return new AdamOptions(learningRate, beta1, beta2, value, weightDecay, clipNorm);
  }

  /** The same options with another decoupled weight decay. */
  public AdamOptions withWeightDecay(float value) {
    return new AdamOptions(learningRate, beta1, beta2, epsilon, value, clipNorm);
  }

  /** The same options with another largest norm of the gradient; 0 for none. */
  public AdamOptions withClipNorm(float value) {
    return new AdamOptions(learningRate, beta1, beta2, epsilon, weightDecay, value);
  }
}
