package org.limpid.denoise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws loss against steps. */
final class LossCurve {
  private static final int MOST_POINTS = 240;

  private LossCurve() {}

  /**
   * The SVG element, or a sentence if there are too few points for a curve.
   *
   * @param noiseFloor loss of a perfect result; NaN if it is not known
   */
  static String of(List<LossPoint> points, double noiseFloor) {
    List<LossPoint> usable =
        points.stream().filter(point -> Double.isFinite(point.training())).toList();
    if (usable.size() < 2) {
      return "<p class=\"soft\">Too few steps were taken to draw a curve.</p>";
    }
    List<LossPoint> shown = thinned(usable);
    double[] steps = values(shown, LossPoint::step);
    return new Chart("Loss against training steps", "training steps")
        .add(new Chart.Line("first", steps, values(shown, LossPoint::training)))
        .add(new Chart.Line("second", steps, values(shown, LossPoint::validation)))
        .floor(noiseFloor)
        .draw();
  }

  private static double[] values(List<LossPoint> points, ToDoubleFunction<LossPoint> value) {
    return points.stream().mapToDouble(value).toArray();
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
}
