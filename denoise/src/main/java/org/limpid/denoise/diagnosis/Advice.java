package org.limpid.denoise.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.limpid.denoise.Image;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;

/** Draws conclusions from what was measured. */
final class Advice {
  private static final double NOTABLE_CUT = 0.005;
  private static final double GAPS = 0.75;
  private static final int SMALL = 64;

  private final Image image;
  private final List<NoiseLevel> noise;
  private final Autocorrelation correlation;
  private final Levels levels;
  private final Traces traces;

  Advice(
      Image image,
      List<NoiseLevel> noise,
      Autocorrelation correlation,
      Levels levels,
      Traces traces) {
    this.image = image;
    this.noise = noise;
    this.correlation = correlation;
    this.levels = levels;
    this.traces = traces;
  }

  Recommendation recommendation() {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    Verdict verdict = new Verdict(correlation, noise, traces);
    reasons.add(verdict.words());
    if (verdict.isAnyNoise() && !verdict.structure().isEmpty()) {
      int reach = verdict.reach();
      options.put("pattern", verdict.structure() + ":" + (2 * reach + 1));
      reasons.add(
          "The mask hides the "
              + (reach == 1 ? "pixel" : reach + " pixels")
              + " on either side, as far as the noise is alike.");
    }
    if (noise.stream().anyMatch(level -> level.kind() == Kind.GROWING)) {
      reasons.add("That bright parts are noisier needs no setting: it is learned.");
    }
    if (image.frames() > 1) {
      reasons.add(
          "If nothing moves between the "
              + image.frames()
              + " frames, Noise2Noise on pairs of them is better still.");
    }
    return new Recommendation("noise2void", options, reasons);
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (Math.min(image.height(), image.width()) < SMALL) {
      warnings.add(
          "The image is small ("
              + image.height()
              + " x "
              + image.width()
              + "): figures are rough.");
    }
    cut(levels.clippedShare(), "smallest", levels.min(), "dark", warnings);
    cut(levels.saturatedShare(), "largest", levels.max(), "bright", warnings);
    steps(warnings);
    traces(warnings);
    for (int c = 0; c < noise.size(); c++) {
      NoiseLevel level = noise.get(c);
      if (level.kind() != Kind.UNKNOWN && level.kind() != Kind.NONE && !level.isCertain()) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%sOnly %.0f %% of the image is flat: the noise may be less than said here, as fine"
                    + " texture counts as noise.",
                noise.size() == 1 ? "" : "Channel " + (c + 1) + ": ",
                100 * level.flatShare()));
      }
    }
    return warnings;
  }

  private static void cut(
      double share, String end, double value, String part, List<String> warnings) {
    if (share >= NOTABLE_CUT) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%.1f %% of the samples are cut off at the %s value, %.5g: noise there is not"
                  + " symmetric, so the %s parts of a result are off. Record with more %s.",
              100 * share,
              end,
              value,
              part,
              part.equals("dark") ? "offset" : "headroom"));
    }
  }

  private void steps(List<String> warnings) {
    double sigma =
        noise.stream()
            .filter(level -> level.kind() != Kind.UNKNOWN)
            .mapToDouble(NoiseLevel::sigma)
            .min()
            .orElse(Double.NaN);
    if (levels.step() > 0 && sigma < levels.step() / 2) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Noise (sigma %.3g) is finer than the steps of the values (%.4g): rounding has taken"
                  + " some of it, and depends on the signal.",
              sigma,
              levels.step()));
    }
    if (levels.step() > 0 && levels.levels() > 8 && levels.usedShare() < GAPS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "The histogram has gaps (%.0f %% of the values between occur): contrast was stretched"
                  + " after recording. Denoise before that, if you can.",
              100 * levels.usedShare()));
    }
    if (image.type().isInteger() && levels.step() >= 2) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "All samples are %.0f apart: %d of %d bits carry information.",
              levels.step(),
              levels.bits(),
              image.type().bits()));
    }
  }

  private void traces(List<String> warnings) {
    if (traces.isJpeg()) {
      warnings.add(
          "Blocks of 8 x 8 pixels show, as JPEG leaves them: noise was changed by compression."
              + " Take the uncompressed image, if there is one.");
    }
    if (traces.isResampled()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Sharpness repeats every %.3g pixels: the image was resampled, or taken through a"
                  + " colour mosaic. Denoise before resampling, if you can.",
              traces.period()));
    }
  }
}
