package org.limpid.benchmarks.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limpid.benchmarks.quality.data.DataSet;
import org.limpid.benchmarks.quality.data.Entry;

/** Scores on one image set as Markdown. */
final class Tables {

  private final DataSet set;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Tables(DataSet set) {
    this.set = set;
    set.entries().forEach(entry -> entries.put(entry.name(), entry));
  }

  /** What stands above the rows of one method. */
  String header() {
    List<String> cells = new ArrayList<>(List.of("image", "noisy", "SSIM"));
    set.publishers().forEach(publisher -> cells.add("published " + publisher));
    cells.addAll(List.of("result", "SSIM", "seconds", "processor seconds", "how"));
    return line(cells) + "\n" + line(cells.stream().map(cell -> "---").toList());
  }

  /** A row of one method. */
  String row(Score score) {
    List<String> cells = new ArrayList<>();
    cells.add(score.image());
    cells.add(decibels(score.noisyPsnr()));
    cells.add(similarity(score.noisySsim()));
    published(score.image()).forEach(value -> cells.add(decibels(value)));
    cells.add(decibels(score.psnr()));
    cells.add(similarity(score.ssim()));
    cells.add(time(score.seconds()));
    cells.add(time(score.processorSeconds()));
    cells.add(score.detail());
    return line(cells);
  }

  /** The means of one method's rows. */
  String mean(List<Score> scores) {
    List<String> cells = new ArrayList<>();
    cells.add(counted(scores.size()));
    cells.add(decibels(mean(scores, Score::noisyPsnr)));
    cells.add(similarity(mean(scores, Score::noisySsim)));
    for (int i = 0; i < set.publishers().size(); i++) {
      int publisher = i;
      cells.add(decibels(mean(scores, score -> published(score.image()).get(publisher))));
    }
    cells.add("**" + decibels(mean(scores, Score::psnr)) + "**");
    cells.add(similarity(mean(scores, Score::ssim)));
    cells.add(time(mean(scores, Score::seconds)));
    cells.add(time(mean(scores, Score::processorSeconds)));
    cells.add("");
    return line(cells);
  }

  /** Methods side by side: PSNR of each image, then means of PSNR, SSIM and processor seconds. */
  String comparison(List<Score> all) {
    Map<String, Map<String, Score>> methods = new LinkedHashMap<>();
    for (Score score : all) {
      if (score.data().equals(set.name())) {
        methods
            .computeIfAbsent(score.method(), name -> new LinkedHashMap<>())
            .put(score.image(), score);
      }
    }
    List<String> head = new ArrayList<>(List.of("image", "noisy"));
    set.publishers().forEach(publisher -> head.add("published " + publisher));
    head.addAll(methods.keySet());
    List<String> lines = new ArrayList<>();
    lines.add(line(head));
    lines.add(line(head.stream().map(cell -> "---").toList()));
    for (Entry entry : set.entries()) {
      List<Score> known =
          methods.values().stream()
              .filter(scores -> scores.containsKey(entry.name()))
              .map(scores -> scores.get(entry.name()))
              .toList();
      if (!known.isEmpty()) {
        List<String> cells = new ArrayList<>();
        cells.add(entry.name());
        cells.add(decibels(known.get(0).noisyPsnr()));
        entry.published().forEach(value -> cells.add(decibels(value)));
        methods.values().forEach(scores -> cells.add(psnr(scores.get(entry.name()))));
        lines.add(line(cells));
      }
    }
    lines.add(means(methods, "mean PSNR", Score::psnr, Score::noisyPsnr, "%.2f"));
    lines.add(means(methods, "mean SSIM", Score::ssim, Score::noisySsim, "%.3f"));
    lines.add(
        means(methods, "mean processor seconds", Score::processorSeconds, score -> 0, "%.1f"));
    return String.join("\n", lines);
  }

  private String means(
      Map<String, Map<String, Score>> methods,
      String what,
      ToDoubleFunction<Score> value,
      ToDoubleFunction<Score> noisy,
      String format) {
    List<Score> most =
        methods.values().stream()
            .map(scores -> List.copyOf(scores.values()))
            .max((a, b) -> Integer.compare(a.size(), b.size()))
            .orElse(List.of());
    List<String> cells = new ArrayList<>();
    cells.add("**" + what + "**");
    double input = mean(most, noisy);
    cells.add(input == 0 ? "" : String.format(Locale.ROOT, format, input));
    for (int i = 0; i < set.publishers().size(); i++) {
      int publisher = i;
      cells.add(
          what.equals("mean PSNR")
              ? decibels(mean(most, score -> published(score.image()).get(publisher)))
              : "");
    }
    for (Map<String, Score> scores : methods.values()) {
      List<Score> own = List.copyOf(scores.values());
      String mean = String.format(Locale.ROOT, format, mean(own, value));
      cells.add(own.size() == most.size() ? "**" + mean + "**" : mean + " of " + own.size());
    }
    return line(cells);
  }

  private String counted(int images) {
    return images == set.entries().size()
        ? "**mean of all " + images + "**"
        : "**mean of " + images + " of " + set.entries().size() + "**";
  }

  private List<Double> published(String image) {
    Entry entry = entries.get(image);
    if (entry == null) {
      throw new IllegalArgumentException(
          set.name() + " has no image " + image + " (there is: " + entries.keySet() + ")");
    }
    return entry.published();
  }

  private static String psnr(@Nullable Score score) {
    return score == null ? "" : decibels(score.psnr());
  }

  private static double mean(List<Score> scores, ToDoubleFunction<Score> value) {
    return scores.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static String decibels(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String similarity(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String time(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
