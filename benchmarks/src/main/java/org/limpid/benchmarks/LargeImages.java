package org.limpid.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.RegionReader;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;

/**
 * What it takes to denoise images that do not fit into memory, with a network of the usual size and
 * the command line as it is: time, processor time, and the largest resident memory of its process.
 * Arguments: the launcher, then sizes in pixels; none stands for 5000, 10000 and 20000. The
 * launcher's Java gets {@code LIMPID_JAVA_OPTS}.
 */
final class LargeImages {

  private static final int TILE = 1024;
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Path launcher;
  private final Path folder;

  private LargeImages(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /** Measures and prints a table. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    List<Integer> sizes =
        arguments.length > 1
            ? Stream.of(arguments).skip(1).map(Integer::valueOf).toList()
            : List.of(5_000, 10_000, 20_000);
    Path folder = Files.createTempDirectory("limpid-large");
    try {
      new LargeImages(Path.of(arguments[0]), folder).measure(sizes);
    } finally {
      try (Stream<Path> left = Files.list(folder)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private void measure(List<Integer> sizes) throws IOException, InterruptedException {
    Image tile = Noise.gaussian(25).apply(Specimen.MIXED.image(TILE, TILE, 1), 1);
    Path model = folder.resolve("model.safetensors");
    // How well it is trained makes no difference to the time.
    TrainingOptions few = TrainingOptions.DEFAULT.withBudget(Budget.steps(10));
    new Noise2VoidTrainer().withTraining(few).train(tile).save(model);
    System.out.println(Machine.describe() + ", Java options " + System.getenv("LIMPID_JAVA_OPTS"));
    System.out.println("| pixels | time | a million pixels | processor time | memory |");
    System.out.println("|---|---|---|---|---|");
    for (int size : sizes) {
      Path noisy = folder.resolve(size + ".tif");
      Path result = folder.resolve(size + "-clean.tif");
      write(tile, size, noisy);
      Usage usage = denoise(model, noisy, result);
      check(noisy, result);
      System.out.printf(
          Locale.ROOT,
          "| %,d x %,d | %.1f s | %.3f s | %.1f s | %d MiB |%n",
          size,
          size,
          usage.seconds,
          usage.seconds / (1e-6 * size * size),
          usage.processorSeconds,
          usage.residentKibibytes >> 10);
      Files.delete(noisy);
      Files.delete(result);
    }
  }

  /** A picture laid side by side, made while it is written. */
  private static void write(Image tile, int size, Path file) throws IOException {
    float[] samples = tile.samples();
    RegionReader tiles =
        (frame, slice, y, x, rows, columns, target, offset) -> {
          for (int i = 0; i < rows * columns; i++) {
            int row = (y + i / columns) % TILE;
            int column = (x + i % columns) % TILE;
            target[offset + i] = Math.round(100 * Math.max(0, samples[row * TILE + column]));
          }
        };
    Image.lazy(tiles, 1, 1, size, size, 1).withType(SampleType.UINT16).write(file);
  }

  private record Usage(double seconds, double processorSeconds, long residentKibibytes) {}

  private Usage denoise(Path model, Path noisy, Path result)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                launcher.toString(),
                "denoise",
                "--model",
                model.toString(),
                "--quiet",
                noisy.toString(),
                result.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Duration processor = Duration.ZERO;
    long resident = 0;
    // The launcher becomes the Java, so one process is all there is to watch.
    while (process.isAlive()) {
      processor = process.info().totalCpuDuration().orElse(processor);
      resident = Math.max(resident, residentKibibytes(process.pid()));
      Thread.sleep(GLANCE.toMillis());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException("denoise " + noisy + ": exit code " + process.exitValue());
    }
    return new Usage(seconds, processor.toMillis() * 1e-3, resident);
  }

  private static long residentKibibytes(long process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // It has ended, or this is not Linux.
    }
  }

  /** That the result is an image of the same size and type in which something was changed. */
  private static void check(Path noisy, Path result) throws IOException {
    Image before = Image.open(noisy);
    Image after = Image.open(result);
    int last = before.height() - 1;
    if (!after.toString().equals(before.toString())
        || after.get(0, 0, last, last, 0) == before.get(0, 0, last, last, 0)) {
      throw new IllegalStateException(result + " is " + after + ", not a denoised " + before);
    }
  }
}
