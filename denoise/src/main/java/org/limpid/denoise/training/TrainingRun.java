package org.limpid.denoise.training;

import java.util.function.BooleanSupplier;
import org.limpid.denoise.training.TrainingListener.End;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.denoise.training.TrainingListener.Step;

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

  TrainingRun(
      TrainingOptions options,
      Learner learner,
      TrainingState state,
      Validation validation,
      Keeper keeper,
      TrainingListener listener) {
    this.options = options;
    this.learner = learner;
    this.state = state;
    this.validation = validation;
    this.keeper = keeper;
    this.listener = listener;
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
      learner.step(prefetch.next(), state.step(), spent(), state.rateFactor());
      state.stepDone();
      afterStep();
    }
    if (learner.pendingSteps() > 0) {
      report();
    }
    if (state.stepsSincePoint() > 0) {
      validate();
    }
    learner.finish();
    listener.ended(new End(reason, state.step(), state.lastLoss(), state.seconds()));
    return state.history();
  }

  private void afterStep() {
    int step = state.step();
    boolean isValidated = step % options.validationInterval() == 0;
    boolean isReported = step % STEPS_PER_REPORT == 0;
    if (step == 1 || isReported || isValidated) {
      report();
    }
    if (isValidated && state.stepsSincePoint() > 0) {
      validate();
    }
    if (isReported) {
      // Nothing is pending here, so that a copy is all there is.
      keeper.keep();
    }
  }

  private void report() {
    int steps = learner.pendingSteps();
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

  private void validate() {
    if (!validation.isPossible()) {
      state.point(learner.learningRate(), null);
      return;
    }
    double loss = learner.validate(validation);
    if (!Double.isFinite(loss)) {
      goBack();
      return;
    }
    learner.observe(loss);
    state.point(learner.learningRate(), loss);
    listener.validation(new TrainingListener.Validation(state.step(), loss, state.seconds()));
  }

  /** Tries again from the last good weights with half the rate, unless that did not help. */
  private void goBack() {
    float rate = learner.learningRate();
    if (state.setBack() > MOST_SETBACKS) {
      throw new TrainingDivergedException(state.step(), rate, state.lastLoss());
    }
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
