package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a command left behind.
 *
 * @param exit its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(int exit, String out, String err) {

  /** Runs the real command line in this process. */
  static Run limpid(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    int exit =
        Main.run(terminal, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  List<String> outLines() {
    return out.lines().toList();
  }

  /** Checks that all was well. */
  Run succeeded() {
    assertThat(err).doesNotContain("limpid:");
    assertThat(exit).isZero();
    return this;
  }

  /** Checks for exit code 2 and one line on standard error with these words. */
  Run refused(String... words) {
    assertThat(err.lines()).as("lines on standard error").hasSize(1);
    assertThat(err).startsWith("limpid: ").contains(words).doesNotContain("Exception");
    assertThat(exit).isEqualTo(2);
    return this;
  }
}
