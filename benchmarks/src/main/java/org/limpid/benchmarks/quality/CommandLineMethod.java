package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.nn.weights.Json;

/**
 * {@code limpid denoise} with the options it was given, a new process for each image, as a user
 * starts it: times contain the start of Java. Images go in and come out as 32-bit TIFF, so that a
 * result is not rounded.
 */
final class CommandLineMethod implements Method {

  private static final Duration GLANCE = Duration.ofMillis(50);

  private final String label;
  private final List<String> options;

  /**
   * A call of the command line.
   *
   * @param options of {@code denoise}
   */
  CommandLineMethod(String label, List<String> options) {
    this.label = label;
    this.options = List.copyOf(options);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Outcome run(TestImage image) throws IOException {
    Path folder = Files.createTempDirectory("limpid-quality");
    try {
      return run(image.noisy(), folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private Outcome run(Image noisy, Path folder) throws IOException, InterruptedException {
    Path input = folder.resolve("noisy.tif");
    Path output = folder.resolve("result.tif");
    noisy.withType(SampleType.FLOAT32).write(input);
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command(input, output))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Duration processor = Duration.ZERO;
    while (process.isAlive()) {
      processor = process.info().totalCpuDuration().orElse(processor);
      Thread.sleep(GLANCE.toMillis());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (process.exitValue() != 0) {
      throw new IOException(
          "limpid denoise " + String.join(" ", options) + ": exit code " + process.exitValue());
    }
    return new Outcome(Image.read(output), seconds, processor.toMillis() * 1e-3, steps(process));
  }

  private List<String> command(Path input, Path output) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What this Java was given, such as the module of vectors and the size of the heap.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("org.limpid.denoise.cli.Main");
    command.add("denoise");
    command.add("--json");
    command.add("--quiet");
    command.addAll(options);
    command.add(input.toString());
    command.add(output.toString());
    return command;
  }

  /** What it printed is short enough to wait in the pipe. */
  private static String steps(Process process) throws IOException {
    byte[] said = process.getInputStream().readAllBytes();
    String line = new String(said, StandardCharsets.UTF_8).strip();
    return Json.parseObject(line).get("steps") + " steps";
  }
}
