package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.report.Gain;
import org.limpid.denoise.report.LossPoint;
import org.limpid.denoise.report.Report;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.weights.AtomicFile;
import org.limpid.tensor.Device;

/** Writes the page about a file that was denoised. */
final class RunReport {
  private RunReport() {}

  /** Page about an image whose truth is not known. */
  static void write(Denoising.Result result, Device device, ComputeOptions compute, Path file)
      throws IOException {
    write(result, device, compute, Optional.empty(), file);
  }

  /** Page about an image. */
  static void write(
      Denoising.Result result,
      Device device,
      ComputeOptions compute,
      Optional<Truth> truth,
      Path file)
      throws IOException {
    Denoiser denoiser = result.denoiser();
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    truth.ifPresent(known -> tables.put("Quality", quality(known)));
    TrainingHistory history = denoiser.history();
    if (history.unjudged() != null) {
      tables.put("Quality without a truth", Map.of("not known", history.unjudged()));
    }
    quality(result).ifPresent(known -> tables.put("Quality without a truth", estimate(known)));
    Map<String, String> candidates = Candidates.of(denoiser);
    if (!candidates.isEmpty()) {
      tables.put("What was tried", candidates);
    }
    tables.put("Settings", settings(denoiser));
    tables.put("Network", network(denoiser));
    tables.put("Machine", machine(device));
    Report report =
        new Report(
            String.valueOf(result.input().getFileName()),
            summary(result, truth),
            result.noisy(),
            result.denoised(),
            truth.map(Truth::image),
            truth.map(RunReport::gain).or(() -> quality(result).map(RunReport::gain)),
            Diagnosis.of(result.noisy()),
            curve(result),
            quality(result)
                .filter(QualityEstimate::isFloor)
                .map(QualityEstimate::noise)
                .orElse(Double.NaN),
            tables,
            compute.commandLine());
    byte[] page = report.html().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(page));
  }

  /**
   * What should have come out.
   *
   * @param image the truth
   * @param before quality of the noisy image
   * @param after quality of the result
   */
  record Truth(Image image, Quality before, Quality after) {}

  private static Gain gain(QualityEstimate estimate) {
    return new Gain(
        estimate.decibels(estimate.error()),
        estimate.decibels(estimate.high()),
        estimate.decibels(estimate.low()),
        "estimated without a truth");
  }

  private static Gain gain(Truth truth) {
    double gain = truth.after().psnr() - truth.before().psnr();
    return new Gain(gain, Double.NaN, Double.NaN, "measured against the truth");
  }

  private static String summary(Denoising.Result result, Optional<Truth> truth) {
    String text =
        String.format(
            Locale.ROOT,
            "Denoised with %s, %,d steps, in %s.",
            result.method(),
            result.denoiser().history().steps(),
            Progress.clock(result.seconds()));
    return text
        + truth
            .map(
                known ->
                    String.format(
                        Locale.ROOT,
                        " PSNR %.2f dB before, %.2f dB after.",
                        known.before().psnr(),
                        known.after().psnr()))
            .orElse("");
  }

  private static List<LossPoint> curve(Denoising.Result result) {
    return result
        .training()
        .map(Training.Outcome::history)
        .orElseGet(
            () -> result.denoiser().history().points().stream().map(RunReport::point).toList());
  }

  private static LossPoint point(TrainingHistory.Point point) {
    Double validation = point.validationLoss();
    return new LossPoint(point.step(), point.loss(), validation == null ? Double.NaN : validation);
  }

  private static Map<String, String> quality(Truth truth) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("PSNR before", String.format(Locale.ROOT, "%.2f dB", truth.before().psnr()));
    rows.put("PSNR after", String.format(Locale.ROOT, "%.2f dB", truth.after().psnr()));
    rows.put("SSIM before", String.format(Locale.ROOT, "%.3f", truth.before().ssim()));
    rows.put("SSIM after", String.format(Locale.ROOT, "%.3f", truth.after().ssim()));
    return rows;
  }

  private static Optional<QualityEstimate> quality(Denoising.Result result) {
    return Optional.ofNullable(result.denoiser().history().quality());
  }

  /** What can be told without a truth. */
  private static Map<String, String> estimate(QualityEstimate quality) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("noise reduced by about", decibels(quality.decibels(quality.error())));
    rows.put(
        "with 95 % certainty by",
        decibels(quality.decibels(quality.high()))
            + " to "
            + decibels(quality.decibels(quality.low())));
    return rows;
  }

  private static String decibels(double value) {
    return Double.isInfinite(value)
        ? "more than can be measured"
        : String.format(Locale.ROOT, "%.1f dB", value);
  }

  private static Map<String, String> settings(Denoiser denoiser) {
    Map<String, Object> model = denoiser.description();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("method", String.valueOf(model.get("method")));
    rows.put("steps done", String.valueOf(denoiser.history().steps()));
    flatten("options", model.get("options"), rows);
    return rows;
  }

  private static Map<String, String> network(Denoiser denoiser) {
    Map<String, String> rows = new LinkedHashMap<>();
    flatten("network", denoiser.description().get("network"), rows);
    flatten("normalization", denoiser.description().get("normalization"), rows);
    return rows;
  }

  private static void flatten(String name, @Nullable Object value, Map<String, String> rows) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, part) -> {
            if (!Candidates.KEY.equals(key)) { // they have a table of their own
              flatten(String.valueOf(key), part, rows);
            }
          });
    } else {
      rows.put(words(name), String.valueOf(value));
    }
  }

  /** {@code patchSize} as {@code patch size}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> machine(Device device) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("device", device.name() + ": " + device.description());
    rows.put("processor", Machine.processor() + ", " + Machine.cores() + " cores");
    rows.put("memory", Machine.gibibytes(Machine.memoryBytes()));
    rows.put("system", Machine.system());
    rows.put("Java", Machine.java());
    rows.put("Limpid", Machine.limpid());
    return rows;
  }

  /** A word for a POSIX shell. */
  static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
