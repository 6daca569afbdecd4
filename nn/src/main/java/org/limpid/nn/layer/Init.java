package org.limpid.nn.layer;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.limpid.random.RandomKey;

/** Draws initial weights, on the host: the same key gives the same weights on every device. */
@FunctionalInterface
public interface Init {

  /** Zeros everywhere, as for biases. */
  Init ZEROS = (values, fanIn, fanOut, key) -> Arrays.fill(values, 0);

  /**
   * Uniform in {@code ±sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio 2010): keeps the variance of
   * activations and gradients for functions that are linear around 0.
   */
  Init GLOROT_UNIFORM =
      (values, fanIn, fanOut, key) ->
          uniform(values, StrictMath.sqrt(6.0 / ((double) fanIn + fanOut)), key);

  /** Uniform in {@code ±sqrt(6 / fanIn)} (He et al. 2015): keeps the variance through relu. */
  Init HE_UNIFORM =
      (values, fanIn, fanOut, key) -> uniform(values, StrictMath.sqrt(6.0 / fanIn), key);

  /** Normal with standard deviation {@code sqrt(2 / fanIn)} (He et al. 2015). */
  Init HE_NORMAL = normal(StrictMath.sqrt(2));

  /**
   * Fills in initial weights.
   *
   * @param values the weights in memory order. Overwritten.
   * @param fanIn how many inputs an output sums up, at least 1
   * @param fanOut to how many outputs an input contributes, at least 1
   * @param key the only permitted source of randomness
   */
  void fill(float[] values, long fanIn, long fanOut, RandomKey key);

  /**
   * Normal with standard deviation {@code gain / sqrt(fanIn)}.
   *
   * @param gain 1 before a linear output, {@code sqrt(2 / (1 + slope²))} before a leaky relu
   */
  static Init normal(double gain) {
    return (values, fanIn, fanOut, key) -> {
      double deviation = gain / StrictMath.sqrt(fanIn);
      RandomGenerator random = key.generator();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    };
  }

  private static void uniform(float[] values, double limit, RandomKey key) {
    RandomGenerator random = key.generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }
}
