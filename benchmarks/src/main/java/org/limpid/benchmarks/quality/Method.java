package org.limpid.benchmarks.quality;

import java.io.IOException;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.Image;

/** Something that removes noise, started as a user would, and timed. */
interface Method extends AutoCloseable {

  /** How tables call it: its name and the options it was given. */
  String label();

  /**
   * Removes noise from an image. The truth is not looked at.
   *
   * @throws IOException if it fails
   */
  Outcome run(TestImage image) throws IOException;

  @Override
  default void close() {}

  /**
   * A result.
   *
   * @param seconds from start to end, by the clock
   * @param processorSeconds of all threads; unlike the other, little changed by other work of the
   *     machine
   * @param detail what was done or found, for a table
   */
  record Outcome(Image result, double seconds, double processorSeconds, String detail) {}
}
