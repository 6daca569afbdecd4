package org.limpid.denoise.cli;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err messages and progress
 * @param columns width of the screen that shows {@code err}, 0 if that is a file or a pipe
 */
record Terminal(PrintStream out, PrintStream err, int columns) {
  private static final int NARROWEST = 40;

  /** The streams of this process. The launcher says in a property how wide the screen is. */
  static Terminal ofProcess() {
    int columns = Integer.getInteger("limpid.columns", 0);
    return new Terminal(System.out, System.err, columns == 0 ? 0 : Math.max(columns, NARROWEST));
  }

  boolean isScreen() {
    return columns > 0;
  }
}
