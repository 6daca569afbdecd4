package org.limpid.denoise.training;

import java.util.function.BooleanSupplier;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.denoise.training.TrainingListener.End;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.denoise.training.TrainingListener.Step;
import org.limpid.tensor.DeviceException;

/** One training under way: what happens after what. */
final class TrainingRun {

  private static final int STEPS_PER_REPORT = 10;
  private static final int MOST_SETBACKS = 5;

  private final TrainingOptions options;
  private final Learner learner;
  private final TrainingState state;
  private final Validation validation;
  private final Keeper keeper;
  private final TrainingListener listener;
  private final Previews previews;

  private boolean isPlanned;

  /** Whether there was a batch in which anything counts. */
  private boolean hasCounted;

  /** Whether the weights are those of the last copy, so that there is nothing new to keep. */
  private boolean wentBack;

  TrainingRun(
      TrainingOptions options,
      Learner learner,
      TrainingState state,
      Validation validation,
      Keeper keeper,
      TrainingListener listener,
      Previews previews) {
    this.options = options;
    this.learner = learner;
    this.state = state;
    this.validation = validation;
    this.keeper = keeper;
    this.listener = listener;
    this.previews = previews;
  }

  /** Takes steps until the budget is spent or somebody asks to stop. */
  TrainingHistory toEnd(Prefetch prefetch, BooleanSupplier stop) {
    Reason reason = Reason.BUDGET_SPENT;
    while (spent() < 1) {
      if (stop.getAsBoolean()) {
        reason = Reason.STOPPED;
        keeper.write();
        break;
      }
      step(prefetch.next());
      state.stepDone();
      if (!afterStep()) {
        reason = Reason.NO_LONGER_BETTER;
        break;
      }
    }
    if (learner.pendingSteps() > 0) {
      report();
    }
    if (state.stepsSincePoint() > 0) {
      validate();
    }
    if (state.step() > 0 && Double.isNaN(state.lastLoss())) {
      checkCounted();
      throw new TrainingDivergedException(state.step(), learner.learningRate(), Double.NaN);
    }
    learner.finish(state.step());
    listener.ended(new End(reason, state.step(), state.lastLoss(), state.seconds()));
    return state.history();
  }

  /** Takes a step, of parts of the batch where there is no memory for the whole. */
  private void step(Batch batch) {
    if (!isPlanned && options.memoryBytes() < Long.MAX_VALUE) {
      plan(batch);
    }
    while (batch.isCounted()) {
      hasCounted = true;
      try {
        learner.step(batch, state.step(), spent(), state.rateFactor());
        return;
      } catch (OutOfMemoryError | OutOfMemoryException | DeviceException e) {
        boolean isOther = e instanceof DeviceException device && !device.isOutOfMemory();
        if (isOther || !learner.splitBatches(batch.size())) {
          throw e;
        }
        listener.warning(
            "not enough memory for "
                + batch.size()
                + " patches at once; working on them in "
                + learner.parts()
                + " parts, which gives the same gradients up to rounding");
      }
    }
  }

  /** Splits batches so that steps keep to the memory they may take. */
  private void plan(Batch batch) {
    isPlanned = true;
    int parts = learner.memory(batch.host()).parts(batch.size(), options.memoryBytes());
    if (learner.splitBatches(parts, batch.size())) {
      listener.warning(
          "working on "
              + batch.size()
              + " patches in "
              + learner.parts()
              + " parts to keep to "
              + (options.memoryBytes() >> 20)
              + " MiB, which gives the same gradients up to rounding");
    }
  }

  /** Returns whether to go on. */
  private boolean afterStep() {
    int step = state.step();
    boolean isValidated = step % options.validationInterval() == 0;
    boolean isReported = step % STEPS_PER_REPORT == 0;
    if (step == 1 || isReported || isValidated) {
      report();
    }
    boolean isToEnd = isValidated && state.stepsSincePoint() > 0 && validate();
    if (isReported && !wentBack) {
      // Nothing is pending here, so that a copy is all there is.
      keeper.keep();
    }
    wentBack = false;
    previews.after(step);
    return !isToEnd;
  }

  private void report() {
    int steps = learner.pendingSteps();
    if (steps == 0) {
      if (state.step() >= STEPS_PER_REPORT) {
        checkCounted();
      }
      return;
    }
    double loss = learner.takeLoss();
    if (!Double.isFinite(loss)) {
      goBack();
      return;
    }
    state.report(loss, steps);
    double seconds = state.seconds();
    listener.step(
        new Step(
            state.step(),
            loss,
            learner.learningRate(),
            seconds,
            options.budget().remaining(state.step(), seconds),
            spent()));
  }

  /** Nothing can be learned where nothing counts. */
  private void checkCounted() {
    if (!hasCounted && Double.isNaN(state.lastLoss())) {
      throw new IllegalArgumentException(
          "train: not one pixel counted in "
              + state.step()
              + " steps, since all are held out (validationShare "
              + options.validationShare()
              + "), none is hidden, or none is a finite number. Hold out less, hide more, or take"
              + " other images");
    }
  }

  /** Returns whether nothing is gained any more. */
  private boolean validate() {
    if (!validation.isPossible()) {
      state.point(learner.learningRate(), null);
      return false;
    }
    double loss = learner.validate(validation, state.step());
    if (!Double.isFinite(loss)) {
      goBack();
      return false;
    }
    learner.observe(loss);
    state.point(learner.learningRate(), loss);
    listener.validation(new TrainingListener.Validation(state.step(), loss, state.seconds()));
    boolean isInVain = options.patience() > 0 && state.observe(loss) >= options.patience();
    return isInVain && validation.objective().isRanking();
  }

  /** Tries again from the last good weights with half the rate, unless that did not help. */
  private void goBack() {
    float rate = learner.learningRate();
    if (state.setBack() > MOST_SETBACKS) {
      throw new TrainingDivergedException(state.step(), rate, state.lastLoss());
    }
    wentBack = true;
    int from = keeper.goBack();
    listener.warning(
        "the loss is no longer a finite number at step "
            + state.step()
            + "; going on from the weights of step "
            + from
            + " with half the learning rate");
  }

  private double spent() {
    return options.budget().spent(state.step(), state.seconds());
  }
}
