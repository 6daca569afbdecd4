package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.limpid.benchmarks.Machine;
import org.limpid.benchmarks.quality.data.DataSet;
import org.limpid.benchmarks.quality.data.DataSets;
import org.limpid.benchmarks.quality.data.Entry;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.metric.Quality;

/**
 * Runs a method on an image set and prints a table; {@code benchmarks/quality.sh} says how it is
 * called.
 */
public final class Runner {

  private final Request request;
  private final DataSet set;
  private final PrintStream out;

  private Runner(Request request, PrintStream out) {
    this.request = request;
    this.set = DataSets.find(request.data());
    this.out = out;
  }

  /** Runs, and ends the process with 0, or with 2 and a line that says what is wrong. */
  public static void main(String... arguments) {
    try {
      run(List.of(arguments), System.out);
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("quality: " + e.getMessage());
      System.exit(2);
    }
  }

  /**
   * Does what {@code run ...}, {@code estimate ...}, {@code table FILE [SET]} or {@code sets} say.
   */
  static void run(List<String> arguments, PrintStream out) throws IOException {
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    switch (arguments.isEmpty() ? "" : arguments.get(0)) {
      case "run" -> new Runner(Request.of(rest), out).run();
      case "estimate" -> Estimates.run(Request.of(rest), !rest.contains("--data"), out);
      case "table" -> table(rest, out);
      case "sets" -> DataSets.all().forEach(set -> out.println(describe(set)));
      default ->
          throw new IllegalArgumentException(
              arguments + " (expected: run, estimate, table FILE [SET] or sets, then options)");
    }
  }

  private static void table(List<String> arguments, PrintStream out) throws IOException {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("table: name the file that --json wrote");
    }
    List<Score> scores = Scores.read(Path.of(arguments.get(0))).all();
    for (DataSet set : DataSets.all()) {
      boolean wanted = arguments.size() == 1 || arguments.contains(set.name());
      if (wanted && scores.stream().anyMatch(score -> score.data().equals(set.name()))) {
        out.println(describe(set) + "\n");
        out.println(new Tables(set).comparison(scores) + "\n");
      }
    }
  }

  private static String describe(DataSet set) {
    return "**" + set.name() + "**: " + set.protocol() + " " + set.elsewhere();
  }

  private void run() throws IOException {
    try (Workplace workplace = new Workplace();
        Method method = new Methods(request, workplace, out).chosen()) {
      measure(method);
    }
  }

  private void measure(Method method) throws IOException {
    Tables tables = new Tables(set);
    List<Score> scores = new ArrayList<>();
    out.println(describe(set) + "\n");
    out.println(method.label() + ", " + machine() + "\n");
    out.println(tables.header());
    for (Entry entry : chosen()) {
      Score score = measure(entry, method);
      scores.add(score);
      out.println(tables.row(score));
      if (request.json().isPresent()) {
        Scores.addTo(request.json().get(), score);
      }
    }
    out.println(tables.mean(scores));
  }

  private List<Entry> chosen() {
    List<Entry> chosen =
        set.entries().stream()
            .filter(entry -> entry.name().equals(request.only().orElse(entry.name())))
            .limit(request.limit())
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "--image: "
              + set.name()
              + " has no such image (there is: "
              + set.entries().stream().map(Entry::name).toList()
              + ")");
    }
    return chosen;
  }

  private Score measure(Entry entry, Method method) throws IOException {
    TestImage image = entry.source().read(request.folder());
    Method.Outcome outcome = method.run(image);
    Quality before = Quality.of(image.clean(), image.noisy(), DataSet.PEAK, set.fit());
    Quality after = Quality.of(image.clean(), outcome.result(), DataSet.PEAK, set.fit());
    if (request.pictures().isPresent()) {
      Files.createDirectories(request.pictures().get());
      Montage.write(
          List.of(image.noisy(), outcome.result(), image.clean()),
          request.pictures().get().resolve(set.name() + "-" + entry.name() + ".png"));
    }
    return new Score(
        set.name(),
        entry.name(),
        method.label(),
        before.psnr(),
        before.ssim(),
        after.psnr(),
        after.ssim(),
        outcome.seconds(),
        outcome.processorSeconds(),
        outcome.detail(),
        machine());
  }

  private String machine() {
    return Machine.describe()
        + ", Java "
        + Runtime.version().feature()
        + ", "
        + request.threads()
        + (request.threads() == 1 ? " thread" : " threads");
  }
}
