package org.limpid.denoise.training;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Parameter;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

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

  /** Fewer held out patches than this are noise more than signal. */
  private static final int FEW_SAMPLES = 8;

  private final Network network;
  private final Objective objective;
  private final BatchSource batches;
  private final List<HostBatch> validation;
  private final TrainingOptions options;
  private List<Kept> kept = List.of();
  private @Nullable Examination examination;
  private Reading reading = Reading.DIRECT;

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
    Map<Parameter, Tensor> before = new IdentityHashMap<>();
    Parameters.of(network).byPath().values().forEach(each -> before.put(each, each.value()));
    // Whatever is thrown, such as for lack of memory, no block of the device stays taken.
    try (Scope scope = Scope.open()) {
      try {
        return train(plan, listener, stop);
      } finally {
        before.forEach(
            (parameter, value) -> {
              if (parameter.value() != value) {
                scope.keep(parameter.value());
              }
            });
      }
    }
  }

  private TrainingHistory train(Plan plan, TrainingListener listener, BooleanSupplier stop) {
    Validation held = new Validation(objective, validation, options.device());
    checkValidation(plan);
    CheckpointFile file = checkpointFile(plan);
    StartingPoint start = options.start();
    if (start != null) {
      start.applyTo(network);
    }
    try (Learner learner = new Learner(network, objective, options)) {
      TrainingState state = new TrainingState();
      listener.started(plan.withBudget(options.budget()));
      batches.remarks().forEach(listener::warning);
      warn(held, listener);
      if (file != null && file.exists()) {
        resume(file, learner, state, listener);
      }
      Previews previews = new Previews(learner, batches, reading, listener);
      try (Keeper keeper =
              new Keeper(new Snapshot(learner, state), learner.best(), file, options, listener);
          Prefetch prefetch = new Prefetch(batches, state.step(), options.device().executor())) {
        TrainingHistory history =
            new TrainingRun(options, learner, state, held, keeper, listener, previews)
                .toEnd(prefetch, stop);
        kept = learner.kept();
        Examination known = examination;
        return known == null || history.steps() == 0
            ? history
            : history.with(known.judge(network, options.device()));
      }
    }
  }

  /**
   * Has the trained network examined, for the {@linkplain TrainingHistory#quality estimate of
   * quality} in the history.
   *
   * @return this loop
   */
  public TrainingLoop examinedBy(Examination value) {
    this.examination = value;
    return this;
  }

  /**
   * Shows {@linkplain TrainingListener#preview previews} as predictions are read; otherwise by one
   * run of the network.
   *
   * @return this loop
   */
  public TrainingLoop previewedBy(Reading value) {
    this.reading = value;
    return this;
  }

  /**
   * The weights that {@link TrainingOptions#keepBest} asked to keep, best first and then the last,
   * after {@link #run}; empty where losses do not {@linkplain Objective#isRanking rank} results.
   */
  public List<Kept> kept() {
    return kept;
  }

  /** Says what does not mean what it seems to. */
  private void warn(Validation held, TrainingListener listener) {
    boolean isChosen = options.selection() == Selection.BEST || options.keepBest() > 0;
    if ((isChosen || options.patience() > 0) && !objective.isRanking()) {
      listener.warning(
          "this method is validated against noisy pixels, whose noise hides which weights are best;"
              + " taking the average of the last ones, and the whole budget");
    }
    boolean isObeyed = isChosen || options.patience() > 0 || options.decay().needsValidation();
    if (isObeyed && held.isPossible() && held.samples() < FEW_SAMPLES) {
      listener.warning(
          "only "
              + held.samples()
              + " patches are held out, too few to be sure of differences between validations"
              + " (validationShare "
              + options.validationShare()
              + "). Raise it, or use smaller patches or more images");
    }
  }

  private void checkValidation(Plan plan) {
    if (!validation.isEmpty()) {
      return;
    }
    String wish = null;
    if (options.decay().needsValidation()) {
      wish = "decay " + options.decay().describe();
    } else if (objective.isRanking() && options.patience() > 0) {
      wish = "patience " + options.patience();
    } else if (objective.isRanking() && options.keepBest() > 0) {
      wish = "keepBest " + options.keepBest();
    } else if (objective.isRanking() && options.selection() == Selection.BEST) {
      wish = "selection best";
    }
    if (wish != null) {
      throw new IllegalArgumentException(
          "train: "
              + wish
              + " without validation (validationShare "
              + options.validationShare()
              + " of these images holds out no patch of "
              + plan.patch()
              + "). Raise validationShare, or leave that out");
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
