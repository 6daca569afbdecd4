package org.limpid.benchmarks.quality.baseline;

import java.util.OptionalDouble;
import org.limpid.denoise.Image;

/** A method without learning. */
public interface Baseline {

  /** What {@code --method} calls it. */
  String name();

  /**
   * Removes noise from an image of one plane.
   *
   * @param noisy not modified
   * @param sigma standard deviation of its noise, in image values, where it is known and white;
   *     otherwise a method that needs it estimates it
   */
  Answer denoise(Image noisy, OptionalDouble sigma, Workers workers);

  /**
   * A result.
   *
   * @param detail the settings that were found, for a table
   */
  record Answer(Image result, String detail) {}
}
