package org.limpid.denoise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Fitting.Fitted;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingHistory.Point;
import org.limpid.denoise.training.TrainingListener;

/** Lets several trainings, one after the other, look like one to whoever listens. */
final class Rounds implements TrainingListener {

  private final TrainingListener listener;
  private final List<Double> shares;
  private final long start = System.nanoTime();
  private final List<Point> points = new ArrayList<>();
  private int round;
  private int stepsBefore;
  private double lastLoss = Double.NaN;
  private boolean stopped;
  private @Nullable String unjudged;
  private final Set<String> warnings = new HashSet<>();

  /**
   * For one training.
   *
   * @param count how many rounds there will be
   */
  Rounds(TrainingListener listener, int count) {
    this(listener, Collections.nCopies(count, 1.0 / count));
  }

  /**
   * The same with unequal rounds.
   *
   * @param shares part of the work that each round is, together 1
   */
  Rounds(TrainingListener listener, List<Double> shares) {
    this.listener = listener;
    this.shares = List.copyOf(shares);
  }

  /** Whether the last round was ended early, so that none must follow. */
  boolean isStopped() {
    return stopped;
  }

  /** Takes down how a round went; the next one begins. */
  void add(TrainingHistory history) {
    for (Point point : history.points()) {
      points.add(
          new Point(
              stepsBefore + point.step(),
              point.loss(),
              point.learningRate(),
              point.validationLoss()));
    }
    stepsBefore += history.steps();
    unjudged = history.unjudged();
    round++;
  }

  /** How all rounds together went. */
  Fitted fitted() {
    return new Fitted(new TrainingHistory(stepsBefore, points, null, unjudged), List.of());
  }

  @Override
  public void started(Plan plan) {
    if (round == 0) {
      listener.started(plan);
    }
  }

  @Override
  public void resumed(int step) {
    listener.resumed(stepsBefore + step);
  }

  @Override
  public void warning(String message) {
    if (warnings.add(message)) { // every round has the same options
      listener.warning(message);
    }
  }

  @Override
  public void remark(String message) {
    listener.remark(message);
  }

  @Override
  public void step(Step step) {
    lastLoss = step.loss();
    double before = shares.subList(0, round).stream().mapToDouble(Double::doubleValue).sum();
    double spent = before + shares.get(round) * step.spent();
    double seconds = seconds();
    listener.step(
        new Step(
            stepsBefore + step.step(),
            step.loss(),
            step.learningRate(),
            seconds,
            seconds * (1 - spent) / spent,
            spent));
  }

  @Override
  public int previewInterval() {
    return listener.previewInterval();
  }

  @Override
  public void preview(Preview preview) {
    listener.preview(new Preview(stepsBefore + preview.step(), preview.before(), preview.after()));
  }

  @Override
  public void validation(Validation validation) {
    listener.validation(
        new Validation(stepsBefore + validation.step(), validation.loss(), seconds()));
  }

  @Override
  public void ended(End end) {
    stopped = end.reason() == Reason.STOPPED;
    if (stopped || round == shares.size() - 1) {
      // A round that was ended before its first step has no loss of its own.
      listener.ended(new End(end.reason(), stepsBefore + end.steps(), lastLoss, seconds()));
    }
  }

  private double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }
}
