package org.limpid.denoise.predict;

import org.limpid.denoise.patch.Symmetries;

/**
 * How a prediction is made.
 *
 * @param averaging orientations in which every tile is predicted; the mean of the results, turned
 *     back, is usually a little better and takes as many times longer
 * @param memoryBytes about how much memory the network may use at once, at least 1 MiB; larger
 *     images are cut into tiles, which gives the same result but for rounding
 */
public record PredictionOptions(Symmetries averaging, long memoryBytes) {

  /** No averaging, 512 MiB. */
  public static final PredictionOptions DEFAULT =
      new PredictionOptions(Symmetries.NONE, 512L << 20);

  /** Checks ranges. */
  public PredictionOptions {
    if (memoryBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "prediction: memoryBytes " + memoryBytes + " (expected: >= " + (1 << 20) + ")");
    }
  }

  /** The same with other orientations to average over. */
  public PredictionOptions withAveraging(Symmetries value) {
    return new PredictionOptions(value, memoryBytes);
  }

  /** The same with another limit of memory. */
  public PredictionOptions withMemoryBytes(long value) {
    return new PredictionOptions(averaging, value);
  }
}
