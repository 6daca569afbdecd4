package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.training.TrainingHistory.Point;

/**
 * Where a training stands, apart from weights and what the optimiser remembers: with those, all
 * that is needed to go on.
 */
final class TrainingState {

  private final List<Point> points = new ArrayList<>();
  private int step;
  private double lossSinceReport = Double.NaN;
  private double lossSum;
  private int lossCount;

  /** Number of steps done. */
  int step() {
    return step;
  }

  void stepDone() {
    step++;
  }

  /** Takes down a mean loss over some steps. */
  void report(double meanLoss, int steps) {
    lossSinceReport = meanLoss;
    lossSum += meanLoss * steps;
    lossCount += steps;
  }

  /** The loss last reported; NaN if none was. */
  double lastLoss() {
    return lossSinceReport;
  }

  /** Steps reported since the last point of the history. */
  int stepsSincePoint() {
    return lossCount;
  }

  /** Adds a point to the history. */
  void point(float learningRate, @Nullable Double validationLoss) {
    points.add(new Point(step, lossSum / lossCount, learningRate, validationLoss));
    lossSum = 0;
    lossCount = 0;
  }

  TrainingHistory history() {
    return new TrainingHistory(step, points);
  }
}
