package org.limpid.nn.optim;

/**
 * Settings of {@link Sgd}.
 *
 * @param learningRate of the first step, at least 0
 * @param momentum share of the velocity that is kept at each step, at least 0 and below 1
 * @param weightDecay factor of an L2 penalty, at least 0
 * @param clipNorm gradients are scaled down to this Euclidean norm over all parameters if theirs is
 *     larger; 0 for never
 */
public record SgdOptions(float learningRate, float momentum, float weightDecay, float clipNorm) {

  /** Rate 1e-2, momentum 0.9, no penalty, no clipping. */
  public static final SgdOptions DEFAULT = new SgdOptions(1e-2f, 0.9f, 0, 0);

  /** Checks ranges. */
  public SgdOptions {
    Range.atLeastZero("sgd", "learningRate", learningRate);
    Range.share("sgd", "momentum", momentum);
    Range.atLeastZero("sgd", "weightDecay", weightDecay);
    Range.atLeastZero("sgd", "clipNorm", clipNorm);
  }

  /** The same options with another rate of the first step. */
  public SgdOptions withLearningRate(float value) {
    return new SgdOptions(value, momentum, weightDecay, clipNorm);
  }

  /** The same options with another share of the velocity that is kept. */
  public SgdOptions withMomentum(float value) {
    return new SgdOptions(learningRate, value, weightDecay, clipNorm);
  }

  /** The same options with another L2 penalty. */
  public SgdOptions withWeightDecay(float value) {
    return new SgdOptions(learningRate, momentum, value, clipNorm);
  }

  /** The same options with another largest norm of the gradient; 0 for none. */
  public SgdOptions withClipNorm(float value) {
    return new SgdOptions(learningRate, momentum, weightDecay, value);
  }
}
