package org.limpid.denoise.predict;

import org.limpid.denoise.patch.Symmetries;

/**
 * How a prediction is made.
 *
 * <pre>{@code
 * PredictionOptions careful = PredictionOptions.DEFAULT.withMemoryBytes(256L << 20);
 * Image result = denoiser.withPrediction(careful).denoise(noisy);
 * }</pre>
 *
 * @param averaging orientations in which every tile is predicted; the mean of the results, turned
 *     back, is usually a little better and takes as many times longer
 * @param memoryBytes about how much memory the network may use at once, at least 1 MiB; larger
 *     images are cut into tiles, which gives the same result but for rounding
 * @param passes how many runs are averaged where a model is read in random runs; 0 for as many as
 *     the model says
 */
public record PredictionOptions(Symmetries averaging, long memoryBytes, int passes) {

  /** No averaging, 512 MiB. */
  public static final PredictionOptions DEFAULT =
      new PredictionOptions(Symmetries.NONE, 512L << 20, 0);

  /** Checks ranges. */
  public PredictionOptions {
    if (memoryBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "prediction: memoryBytes " + memoryBytes + " (expected: >= " + (1 << 20) + ")");
    }
    if (passes < 0 || passes > MaskedReading.MOST_PASSES) {
      throw new IllegalArgumentException(
          "prediction: passes "
              + passes
              + " (expected: 1 to "
              + MaskedReading.MOST_PASSES
              + ", or 0 for what the model says)");
    }
  }

  /** The same with other orientations to average over. */
  public PredictionOptions withAveraging(Symmetries value) {
    return new PredictionOptions(value, memoryBytes, passes);
  }

  /** The same with another limit of memory. */
  public PredictionOptions withMemoryBytes(long value) {
    return new PredictionOptions(averaging, value, passes);
  }

  /** The same with another number of random runs. */
  public PredictionOptions withPasses(int value) {
    return new PredictionOptions(averaging, memoryBytes, value);
  }
}
