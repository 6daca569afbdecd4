package org.limpid.denoise.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Draws loss against steps as an SVG element. */
final class LossCurve {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 280;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int MOST_POINTS = 240;

  private final StringBuilder svg = new StringBuilder();
  private final List<LossPoint> points;
  private final double lastStep;
  private final double floor;
  private double low;
  private double high;

  private LossCurve(List<LossPoint> points, double floor) {
    this.floor = floor;
    this.points = thinned(points);
    this.lastStep = points.get(points.size() - 1).step();
    chooseRange();
  }

  /**
   * The element, or a sentence if there are too few points for a curve.
   *
   * @param floor loss that no network can get below, drawn as a line; NaN if it is not known
   */
  static String of(List<LossPoint> points, double floor) {
    long usable = points.stream().filter(p -> Double.isFinite(p.training())).count();
    return usable < 2
        ? "<p>Too few steps were taken to draw a curve.</p>"
        : new LossCurve(points.stream().filter(p -> Double.isFinite(p.training())).toList(), floor)
            .draw();
  }

  /** Averages neighbours: single steps jump too much to show where the loss is going. */
  private static List<LossPoint> thinned(List<LossPoint> points) {
    int group = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    List<LossPoint> means = new ArrayList<>();
    for (int from = 0; from < points.size(); from += group) {
      List<LossPoint> part = points.subList(from, Math.min(from + group, points.size()));
      means.add(
          new LossPoint(
              part.get(part.size() - 1).step(),
              mean(part, LossPoint::training),
              mean(part, LossPoint::validation)));
    }
    return means;
  }

  private static double mean(List<LossPoint> part, ToDoubleFunction<LossPoint> value) {
    return part.stream().mapToDouble(value).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  /** Leaves out the few large values of the start, which would flatten all the rest. */
  private void chooseRange() {
    double[] values =
        points.stream()
            .flatMapToDouble(p -> DoubleStream.of(p.training(), p.validation()))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    low = values[0];
    high = values[Math.min(values.length - 1, (int) (values.length * 0.98))];
    if (Double.isFinite(floor)) {
      low = Math.min(low, floor);
      high = Math.max(high, floor);
    }
    double margin = high > low ? 0.06 * (high - low) : Math.max(1e-6, 0.1 * Math.abs(low));
    low -= margin;
    high += margin;
  }

  private String draw() {
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Loss against training steps\">"
                + "<clipPath id=\"plot\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
                + "</clipPath>",
            WIDTH,
            HEIGHT,
            LEFT,
            TOP,
            WIDTH - LEFT - RIGHT,
            HEIGHT - TOP - BOTTOM));
    for (double tick : ticks(low, high)) {
      line(LEFT, atLoss(tick), WIDTH - RIGHT, atLoss(tick));
      text(LEFT - 8, atLoss(tick) + 4, "end", number(tick));
    }
    for (double tick : ticks(0, lastStep)) {
      line(atStep(tick), HEIGHT - BOTTOM, atStep(tick), HEIGHT - BOTTOM + 4);
      text(atStep(tick), HEIGHT - BOTTOM + 18, "middle", number(tick));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "training steps");
    if (Double.isFinite(floor)) {
      drawFloor();
    }
    path("training", LossPoint::training);
    path("validation", LossPoint::validation);
    return svg.append("</svg>").toString();
  }

  private void drawFloor() {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"floor\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
            LEFT,
            atLoss(floor),
            WIDTH - RIGHT,
            atLoss(floor)));
    text(WIDTH - RIGHT - 4, atLoss(floor) - 5, "end", "noise floor");
  }

  private void path(String kind, ToDoubleFunction<LossPoint> value) {
    StringBuilder path = new StringBuilder();
    for (LossPoint point : points) {
      double loss = value.applyAsDouble(point);
      if (Double.isFinite(loss)) {
        path.append(path.isEmpty() ? "M" : "L")
            .append(
                String.format(
                    Locale.ROOT, "%.1f %.1f", atStep((double) point.step()), atLoss(loss)));
      }
    }
    svg.append("<path class=\"" + kind + "\" clip-path=\"url(#plot)\" d=\"" + path + "\"/>");
  }

  private void line(double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            Html.escape(text)));
  }

  private double atStep(double step) {
    return LEFT + step / lastStep * (WIDTH - LEFT - RIGHT);
  }

  private double atLoss(double loss) {
    return TOP + (high - loss) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  /** Round numbers from low to high, about five. */
  static double[] ticks(double low, double high) {
    double rough = (high - low) / 5;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step = rough / power > 5 ? 10 * power : rough / power > 2 ? 5 * power : 2 * power;
    double[] ticks = new double[(int) (Math.floor(high / step) - Math.ceil(low / step)) + 1];
    Arrays.setAll(ticks, i -> (Math.ceil(low / step) + i) * step);
    return ticks;
  }

  private static String number(double value) {
    return Math.abs(value) >= 1000 && value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.5f", value).replaceFirst("\\.?0+$", "");
  }
}
