package org.limpid.backend;

/**
 * A function applied to every element after a layer. Each has a derivative that can be read off its
 * result alone, so that a fused kernel never keeps its input. NaN stays NaN.
 *
 * @param kind which function
 * @param slope factor for negative inputs; used by {@link Kind#LEAKY_RELU} only
 */
public record Activation(Kind kind, float slope) {

  /** The functions. */
  public enum Kind {
    /** {@code x}. */
    IDENTITY,
    /** {@code max(x, 0)}; derivative 0 at 0. */
    RELU,
    /** {@code x} where positive, else {@code slope·x}, with a slope above 0. */
    LEAKY_RELU,
    /** {@code x} where positive, else {@code exp(x) − 1} (Clevert et al. 2015). */
    ELU,
    /** {@code 1 / (1 + exp(−x))}. */
    SIGMOID,
    /** {@code log(1 + exp(x))}. */
    SOFTPLUS
  }

  /** No change. */
  public static final Activation IDENTITY = new Activation(Kind.IDENTITY, 1);

  /** {@code max(x, 0)}. */
  public static final Activation RELU = new Activation(Kind.RELU, 0);

  /** {@code x} where positive, else {@code exp(x) − 1}. */
  public static final Activation ELU = new Activation(Kind.ELU, 1);

  /** {@code 1 / (1 + exp(−x))}. */
  public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0);

  /** {@code log(1 + exp(x))}. */
  public static final Activation SOFTPLUS = new Activation(Kind.SOFTPLUS, 0);

  /** Checks the slope. */
  public Activation {
    if (kind == Kind.LEAKY_RELU && !(slope > 0 && slope <= 1)) {
      throw new IllegalArgumentException(
          "leakyRelu: slope " + slope + " (expected: 0 < slope <= 1)");
    }
  }

  /** {@code x} where positive, else {@code slope·x}. */
  public static Activation leakyRelu(float slope) {
    return new Activation(Kind.LEAKY_RELU, slope);
  }

  /** Whether this leaves everything as it is. */
  public boolean isIdentity() {
    return kind == Kind.IDENTITY;
  }
}
