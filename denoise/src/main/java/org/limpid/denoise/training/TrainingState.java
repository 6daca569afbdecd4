package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private double rateFactor = 1;
  private int setbacks;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int validationsSinceBest;
  private long start = System.nanoTime();

  /** Number of steps done. */
  int step() {
    return step;
  }

  void stepDone() {
    step++;
  }

  /** Time since the start; not counting time between a crash and going on. */
  double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Takes down a mean loss over some steps. */
  void report(double meanLoss, int steps) {
    lossSinceReport = meanLoss;
    lossSum += meanLoss * steps;
    lossCount += steps;
    setbacks = 0;
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

  /** Takes note of a validation; returns how many there were since the best one. */
  int observe(double validationLoss) {
    if (validationLoss < bestLoss) {
      bestLoss = validationLoss;
      validationsSinceBest = 0;
    } else {
      validationsSinceBest++;
    }
    return validationsSinceBest;
  }

  /** What the learning rate of the schedule is multiplied by. */
  double rateFactor() {
    return rateFactor;
  }

  /** Halves the learning rate from now on; returns how often in a row that was necessary. */
  int setBack() {
    rateFactor /= 2;
    return ++setbacks;
  }

  TrainingHistory history() {
    return new TrainingHistory(step, points);
  }

  /** For a checkpoint, as JSON has it. */
  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("history", history().describe());
    if (Double.isFinite(lossSinceReport)) {
      map.put("loss", lossSinceReport);
    }
    map.put("lossSum", lossSum);
    map.put("lossCount", lossCount);
    map.put("rateFactor", rateFactor);
    map.put("setbacks", setbacks);
    if (Double.isFinite(bestLoss)) {
      map.put("bestLoss", bestLoss);
    }
    map.put("validationsSinceBest", validationsSinceBest);
    map.put("seconds", seconds());
    return map;
  }

  /** Becomes the state that {@link #describe} was asked for. */
  void restore(Entries entries) {
    TrainingHistory history = TrainingHistory.read(entries.map().get("history"));
    points.clear();
    points.addAll(history.points());
    step = history.steps();
    lossSinceReport = entries.number("loss", Double.NaN);
    lossSum = entries.number("lossSum");
    lossCount = entries.count("lossCount");
    rateFactor = entries.number("rateFactor");
    setbacks = entries.count("setbacks");
    bestLoss = entries.number("bestLoss", Double.POSITIVE_INFINITY);
    validationsSinceBest = entries.count("validationsSinceBest");
    start = System.nanoTime() - (long) (entries.number("seconds") * 1e9);
  }
}
