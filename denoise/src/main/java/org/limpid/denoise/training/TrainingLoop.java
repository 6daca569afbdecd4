package org.limpid.denoise.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.nn.Network;

/**
 * Trains a network step by step: takes a batch, computes loss and gradients, lets the optimiser
 * change the parameters, averages them, validates, reports, and ends when the budget is spent or
 * somebody asks it to. With {@link TrainingOptions#checkpoints} it can go on after a crash.
 *
 * <p>Batches are made ahead on another thread. The loss is read back from the device every tenth
 * step only. Where it is no longer a finite number, training goes back to the last good weights
 * with half the learning rate.
 */
public final class TrainingLoop {

  private final Network network;
  private final Objective objective;
  private final BatchSource batches;
  private final List<HostBatch> validation;
  private final TrainingOptions options;

  /**
   * A loop over a network.
   *
   * @param network its parameters are trained, and hold the average of their values in the end
   * @param objective what is minimised
   * @param batches what is learned from
   * @param validation what is held out; empty for no validation
   * @param options how to train; its network is not looked at
   */
  public TrainingLoop(
      Network network,
      Objective objective,
      BatchSource batches,
      List<HostBatch> validation,
      TrainingOptions options) {
    this.network = network;
    this.objective = objective;
    this.batches = batches;
    this.validation = List.copyOf(validation);
    this.options = resolved(options, batches);
  }

  /** The options with epochs counted in steps. */
  private static TrainingOptions resolved(TrainingOptions options, BatchSource batches) {
    Budget budget = options.budget();
    if (budget.needsStepsPerEpoch()) {
      int steps = batches.stepsPerEpoch();
      if (steps < 1) {
        throw new IllegalArgumentException(
            "train: "
                + budget.epochs()
                + " epochs of images without end. Say how many steps an epoch has");
      }
      budget = budget.withStepsPerEpoch(steps);
    }
    return budget.epochs() == 0
        ? options
        : options.withBudget(budget).withValidationInterval(budget.steps() / budget.epochs());
  }

  /**
   * Trains. Call once, outside any scope or tape.
   *
   * @param plan what listeners are told first
   * @param listener hears how it goes, on this thread
   * @param stop asked before every step; true ends the training, what was learned is kept
   * @throws IllegalArgumentException if the rate is to follow validations but nothing is held out,
   *     or a checkpoint to go on from belongs to another training
   * @throws java.io.UncheckedIOException if a checkpoint to go on from cannot be read
   * @throws TrainingDivergedException if the loss is not a finite number and lower rates do not
   *     help
   */
  public TrainingHistory run(Plan plan, TrainingListener listener, BooleanSupplier stop) {
    checkValidation(plan);
    CheckpointFile file = checkpointFile(plan);
    try (Learner learner = new Learner(network, objective, options)) {
      TrainingState state = new TrainingState();
      listener.started(plan.withBudget(options.budget()));
      if (file != null && file.exists()) {
        resume(file, learner, state, listener);
      }
      try (Keeper keeper = new Keeper(new Snapshot(learner, state), file, options, listener);
          Prefetch prefetch = new Prefetch(batches, state.step())) {
        Validation held = new Validation(objective, validation, options.device());
        return new TrainingRun(options, learner, state, held, keeper, listener)
            .toEnd(prefetch, stop);
      }
    }
  }

  private void checkValidation(Plan plan) {
    if (options.decay().needsValidation() && validation.isEmpty()) {
      throw new IllegalArgumentException(
          "train: decay "
              + options.decay().describe()
              + " without validation (validationShare "
              + options.validationShare()
              + " of these images holds out no patch of "
              + plan.patch()
              + "). Raise validationShare, or use another decay");
    }
  }

  private @Nullable CheckpointFile checkpointFile(Plan plan) {
    Checkpoints checkpoints = options.checkpoints();
    return checkpoints == null
        ? null
        : new CheckpointFile(
            checkpoints.file(), Fingerprint.of(plan, network, options, batches, validation));
  }

  private void resume(
      CheckpointFile file, Learner learner, TrainingState state, TrainingListener listener) {
    Checkpoints checkpoints = options.checkpoints();
    if (checkpoints != null && checkpoints.resume()) {
      file.restore(learner, state, options.device());
      listener.resumed(state.step());
    } else {
      listener.warning(
          "the checkpoint that is there, "
              + file
              + ", will be replaced: it was not asked to go on from it");
    }
  }
}
