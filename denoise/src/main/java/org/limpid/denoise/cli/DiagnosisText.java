package org.limpid.denoise.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.diagnosis.Autocorrelation;
import org.limpid.denoise.diagnosis.Autocorrelation.Pattern;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.diagnosis.Levels;
import org.limpid.denoise.diagnosis.NoiseLevel;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;
import org.limpid.denoise.io.ImageInfo;
import org.limpid.nn.weights.Json;

/** Writes a diagnosis for people and for programs. */
record DiagnosisText(Path file, ImageInfo info, Diagnosis diagnosis) {

  String words() {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add(file.toString());
    for (int c = 0; c < diagnosis.noise().size(); c++) {
      String title = diagnosis.noise().size() == 1 ? "noise" : "noise " + (c + 1);
      lines.add(line(title, noise(diagnosis.noise().get(c), diagnosis.correlation())));
    }
    lines.add(line("neighbours", neighbours()));
    lines.add(line("values", values()));
    lines.add(line("traces", traces()));
    for (String warning : warnings()) {
      lines.add(line("warning", warning));
    }
    String name = "verdict";
    for (String reason : diagnosis.recommendation().reasons()) {
      lines.add(line(name, reason));
      name = "";
    }
    lines.add(
        line(
            "try",
            "limpid denoise "
                + RunReport.quoted(file.toString())
                + " OUT "
                + diagnosis.recommendation().arguments()));
    return lines.toString();
  }

  private static String line(String name, String text) {
    return "  " + name + " ".repeat(Math.max(1, 12 - name.length())) + text;
  }

  private static String noise(NoiseLevel level, Autocorrelation correlation) {
    if (level.kind() == Kind.UNKNOWN || level.kind() == Kind.NONE) {
      return level.kind().toString();
    }
    String text =
        String.format(
            Locale.ROOT,
            "%ssigma %.4g at the median brightness; %s",
            level.isCertain() && correlation.isCertain() ? "" : "at most ",
            level.sigma(),
            level.kind());
    return level.kind() == Kind.GROWING || level.kind() == Kind.FALLING
        ? text
            + String.format(
                Locale.ROOT,
                "; variance %.4g * value %+.4g, fitted from %.4g to %.4g",
                level.slope(),
                level.offset(),
                level.darkest(),
                level.brightest())
        : text;
  }

  private String neighbours() {
    Autocorrelation correlation = diagnosis.correlation();
    if (correlation.pattern() == Pattern.UNKNOWN) {
      return "not known: too few pixels";
    }
    return String.format(
        Locale.ROOT,
        "correlation along rows%s; along columns%s; diagonal %.2f (each +/- %.2g)",
        numbers(along(correlation, true)),
        numbers(along(correlation, false)),
        (correlation.at(1, 1) + correlation.at(1, -1)) / 2,
        2 * correlation.error());
  }

  private static String numbers(List<Double> values) {
    StringBuilder text = new StringBuilder();
    values.subList(0, 4).forEach(v -> text.append(String.format(Locale.ROOT, " %.2f", v)));
    return text.toString();
  }

  private static List<Double> along(Autocorrelation correlation, boolean rows) {
    List<Double> values = new ArrayList<>();
    for (int distance = 1; distance <= Autocorrelation.REACH; distance++) {
      values.add(rows ? correlation.at(0, distance) : correlation.at(distance, 0));
    }
    return values;
  }

  private String values() {
    Levels levels = diagnosis.levels();
    return String.format(
        Locale.ROOT,
        "%s to %s, median %s, %s; cut off: %s",
        number(levels.min()),
        number(levels.max()),
        number(levels.median()),
        levels.step() == 0
            ? "continuous"
            : "steps of " + number(levels.step()) + " (" + levels.bits() + " bits used)",
        cut(levels));
  }

  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private static String cut(Levels levels) {
    if (levels.clippedShare() == 0 && levels.saturatedShare() == 0) {
      return "nothing";
    }
    return String.format(
        Locale.ROOT,
        "%.2f %% dark, %.2f %% bright",
        100 * levels.clippedShare(),
        100 * levels.saturatedShare());
  }

  private String traces() {
    boolean jpeg = diagnosis.traces().isJpeg();
    boolean resampled = diagnosis.traces().isResampled();
    if (!jpeg && !resampled) {
      return "none found of JPEG or resampling";
    }
    return (jpeg ? "JPEG blocks" : "")
        + (jpeg && resampled ? ", " : "")
        + (resampled
            ? String.format(
                Locale.ROOT, "interpolation every %.3g pixels", diagnosis.traces().period())
            : "");
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(diagnosis.warnings());
    if (info.format().equals("JPEG") && !diagnosis.traces().isJpeg()) {
      warnings.add("The file is a JPEG: noise was changed by compression, even if little.");
    }
    return warnings;
  }

  String json() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    List<NoiseLevel> noise = diagnosis.noise();
    Levels levels = diagnosis.levels();
    fields.put("file", file.toString());
    fields.put("ok", true);
    fields.put("noise", noise.stream().map(n -> n.kind().name().toLowerCase(Locale.ROOT)).toList());
    fields.put("sigma", noise.stream().map(n -> finite(n.sigma())).toList());
    fields.put("slope", noise.stream().map(n -> finite(n.slope())).toList());
    fields.put("offset", noise.stream().map(n -> finite(n.offset())).toList());
    fields.put("flatShare", noise.stream().map(n -> finite(n.flatShare())).toList());
    Autocorrelation correlation = diagnosis.correlation();
    boolean known = correlation.pattern() != Pattern.UNKNOWN;
    fields.put("pattern", correlation.pattern().name().toLowerCase(Locale.ROOT));
    fields.put("alongRows", known ? along(correlation, true) : List.of());
    fields.put("alongColumns", known ? along(correlation, false) : List.of());
    fields.put("certain", correlation.isCertain());
    fields.put("min", levels.min());
    fields.put("max", levels.max());
    fields.put("clippedShare", levels.clippedShare());
    fields.put("saturatedShare", levels.saturatedShare());
    fields.put("step", levels.step());
    fields.put("bits", levels.bits());
    fields.put("jpeg", diagnosis.traces().isJpeg());
    fields.put("period", diagnosis.traces().isResampled() ? diagnosis.traces().period() : null);
    fields.put("verdict", diagnosis.verdict());
    fields.put("warnings", warnings());
    fields.put("method", diagnosis.recommendation().method());
    fields.put("options", diagnosis.recommendation().options());
    return Json.print(fields);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
