package org.limpid.nn.optim;

/**
 * Settings of {@link Adagrad}.
 *
 * @param learningRate of the first step, at least 0
 * @param epsilon added to the root of the sum of squared gradients, above 0
 * @param clipNorm gradients are scaled down to this Euclidean norm over all parameters if theirs is
 *     larger; 0 for never
 */
public record AdagradOptions(float learningRate, float epsilon, float clipNorm) {

  /** Rate 1e-2, epsilon 1e-10, no clipping. */
  public static final AdagradOptions DEFAULT = new AdagradOptions(1e-2f, 1e-10f, 0);

  /** Checks ranges. */
  public AdagradOptions {
    Range.atLeastZero("adagrad", "learningRate", learningRate);
    Range.aboveZero("adagrad", "epsilon", epsilon);
    Range.atLeastZero("adagrad", "clipNorm", clipNorm);
  }

  /** The same options with another rate of the first step. */
  public AdagradOptions withLearningRate(float value) {
    return new AdagradOptions(value, epsilon, clipNorm);
  }

  /** The same options with another summand to the root. */
  public AdagradOptions withEpsilon(float value) {
    return new AdagradOptions(learningRate, value, clipNorm);
  }

  /** The same options with another largest norm of the gradient; 0 for none. */
  public AdagradOptions withClipNorm(float value) {
    return new AdagradOptions(learningRate, epsilon, value);
  }
}
