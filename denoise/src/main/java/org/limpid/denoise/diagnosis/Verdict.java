package org.limpid.denoise.diagnosis;

import java.util.List;
import java.util.Locale;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;

/** Says what an autocorrelation means, and no more than it can. */
record Verdict(Autocorrelation correlation, List<NoiseLevel> noise, Traces traces) {

  String words() {
    if (!isAnyNoise()) {
      return "There is no noise that can be measured.";
    }
    return switch (correlation.pattern()) {
      case WHITE -> white();
      case ROWS ->
          along("rows", correlation.at(0, 1), correlation.reachAlongRows())
              + ": use structN2V horizontal.";
      case COLUMNS ->
          along("columns", correlation.at(1, 0), correlation.reachAlongColumns())
              + ": use structN2V vertical.";
      case CROSS ->
          along("rows and along columns", correlation.at(0, 1), reach())
              + (isCertain() ? ": use structN2V cross." : doubt());
      case AREA -> isCertain() ? area() : "What looks like noise " + alike() + doubt();
      case UNKNOWN -> "The image is too small to tell whether noise of neighbours is alike.";
    };
  }

  boolean isAnyNoise() {
    return noise.stream().anyMatch(level -> level.kind() != Kind.NONE);
  }

  /**
   * Name of the structure to hide around a blind spot; empty for none. What is not certain gets
   * none: hiding neighbours costs detail, and texture is alike in all directions too.
   */
  String structure() {
    return switch (correlation.pattern()) {
      case ROWS -> "horizontal";
      case COLUMNS -> "vertical";
      case CROSS -> isCertain() ? "cross" : "";
      case AREA -> isCertain() ? "square" : "";
      case WHITE, UNKNOWN -> "";
    };
  }

  /** The further of both reaches. */
  int reach() {
    return Math.max(1, Math.max(correlation.reachAlongRows(), correlation.reachAlongColumns()));
  }

  private boolean isCertain() {
    return correlation.isCertain();
  }

  private String white() {
    double along = correlation.at(0, 1);
    double across = correlation.at(1, 0);
    return Math.max(Math.abs(along), Math.abs(across)) < Autocorrelation.NOTABLE
        ? "Noise is independent from pixel to pixel: use noise2void."
        : String.format(
            Locale.ROOT,
            "Noise is nearly independent from pixel to pixel (correlation %.2f along rows, %.2f"
                + " along columns): use noise2void.",
            along,
            across);
  }

  private static String along(String axis, double nearest, int reach) {
    return String.format(
        Locale.ROOT,
        "Noise is %scorrelated along %s (%.2f at one pixel, %s)",
        nearest < 0 ? "negatively " : "",
        axis,
        nearest,
        reach >= Autocorrelation.REACH
            ? "and on beyond " + reach + " pixels"
            : "notable up to " + Math.max(1, reach) + (reach > 1 ? " pixels" : " pixel"));
  }

  private String area() {
    return "Noise "
        + alike()
        + ": a second shot and Noise2Noise would be best; from this image alone structN2V square"
        + " removes what it can, at the cost of detail of that size.";
  }

  private String alike() {
    return String.format(
        Locale.ROOT,
        "is alike in all directions (%.2f along rows, %.2f along columns%s)",
        correlation.at(0, 1),
        correlation.at(1, 0),
        cause());
  }

  private String cause() {
    if (traces.isJpeg()) {
      return "; blocks of JPEG show";
    }
    if (traces.isResampled()) {
      return "; interpolation left traces";
    }
    return "";
  }

  private static String doubt() {
    return ", but more so where there is more of it, so part of it is fine texture: begin with"
        + " noise2void; if blotches stay in the result, take structN2V square.";
  }
}
