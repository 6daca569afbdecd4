package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.limpid.nn.weights.Json;

/** The command line of limpid in a process of its own, as a user starts it. */
final class LimpidProcess {

  private static final Duration GLANCE = Duration.ofMillis(50);

  private LimpidProcess() {}

  /**
   * What a process did; times contain the start of Java.
   *
   * @param said the line that {@code --json} printed
   * @param seconds by the clock
   * @param processorSeconds of all threads
   */
  record Ended(Map<String, Object> said, double seconds, double processorSeconds) {}

  /**
   * Runs a command that prints one line of JSON.
   *
   * @param arguments {@code denoise} or {@code train} first; {@code --json} is added
   * @throws IOException if it fails
   */
  static Ended run(List<String> arguments) throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Duration processor = Duration.ZERO;
    try {
      while (process.isAlive()) {
        processor = process.info().totalCpuDuration().orElse(processor);
        Thread.sleep(GLANCE.toMillis());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (process.exitValue() != 0) {
      throw new IOException(
          "limpid " + String.join(" ", arguments) + ": exit code " + process.exitValue());
    }
    // What it printed is short enough to wait in the pipe.
    byte[] said = process.getInputStream().readAllBytes();
    String line = new String(said, StandardCharsets.UTF_8).strip();
    return new Ended(Json.parseObject(line), seconds, processor.toMillis() * 1e-3);
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What this Java was given, such as the module of vectors and the size of the heap.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("org.limpid.denoise.cli.Main");
    command.addAll(arguments);
    command.add("--json");
    return command;
  }
}
