package org.limpid.denoise.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.limpid.autograd.Tape;
import org.limpid.denoise.training.TrainingListener.End;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.denoise.training.TrainingListener.Step;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.optim.Adam;
import org.limpid.nn.optim.AdamOptions;
import org.limpid.nn.optim.AveragedWeights;
import org.limpid.nn.optim.Schedule;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Tensor;

/**
 * Trains a network step by step: takes a batch, computes loss and gradients, lets the optimiser
 * change the parameters, averages them, validates, reports, and ends when the budget is spent or
 * somebody asks it to.
 *
 * <p>Batches are made ahead on another thread. The loss is read back from the device every tenth
 * step only.
 */
public final class TrainingLoop {

  private static final int STEPS_PER_REPORT = 10;
  private static final int STEPS_PER_VALIDATION = 100;

  private final Network network;
  private final Objective objective;
  private final BatchSource batches;
  private final Validation validation;
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
    this.validation = new Validation(objective, List.copyOf(validation), options.device());
    this.options = options;
  }

  /**
   * Trains. Call once, outside any scope or tape.
   *
   * @param plan what listeners are told first
   * @param listener hears how it goes, on this thread
   * @param stop asked before every step; true ends the training, what was learned is kept
   * @throws IllegalArgumentException if the rate is to follow validations but nothing is held out
   * @throws TrainingDivergedException if the loss is no longer a finite number
   */
  public TrainingHistory run(Plan plan, TrainingListener listener, BooleanSupplier stop) {
    if (options.decay() == Decay.PLATEAU && !validation.isPossible()) {
      throw new IllegalArgumentException(
          "train: decay PLATEAU without validation (validationShare "
              + options.validationShare()
              + " of these images holds out no patch of "
              + plan.patch()
              + "). Raise validationShare, or use another decay");
    }
    AdamOptions adam = AdamOptions.DEFAULT.withLearningRate(options.learningRate());
    try (Adam optimizer = new Adam(network, adam);
        AveragedWeights average =
            new AveragedWeights(optimizer.parameters(), options.weightAveraging());
        LossMeter meter = new LossMeter(options.device());
        Prefetch prefetch = new Prefetch(batches, 0)) {
      listener.started(plan);
      return new Run(optimizer, average, meter, listener).toEnd(prefetch, stop);
    }
  }

  /** One training under way. */
  private final class Run {

    private final Adam optimizer;
    private final AveragedWeights average;
    private final LossMeter meter;
    private final TrainingListener listener;
    private final Schedule schedule = options.decay().schedule();
    private final TrainingState state = new TrainingState();
    private final long start = System.nanoTime();

    Run(Adam optimizer, AveragedWeights average, LossMeter meter, TrainingListener listener) {
      this.optimizer = optimizer;
      this.average = average;
      this.meter = meter;
      this.listener = listener;
    }

    TrainingHistory toEnd(Prefetch prefetch, BooleanSupplier stop) {
      Reason reason = Reason.BUDGET_SPENT;
      while (spent() < 1) {
        if (stop.getAsBoolean()) {
          reason = Reason.STOPPED;
          break;
        }
        step(prefetch.next());
        if (state.step() == 1 || state.step() % STEPS_PER_REPORT == 0) {
          report();
        }
        if (state.step() % STEPS_PER_VALIDATION == 0) {
          validate();
        }
      }
      if (meter.count() > 0) {
        report();
      }
      if (state.stepsSincePoint() > 0) {
        validate();
      }
      average.apply();
      listener.ended(new End(reason, state.step(), state.lastLoss(), seconds()));
      return state.history();
    }

    private void step(HostBatch host) {
      double progress = spent();
      optimizer.setLearningRate(schedule.rate(options.learningRate(), state.step(), progress));
      RandomKey key = new RandomKey(options.seed(), Purposes.PASS, state.step());
      try (Tape tape = Tape.open()) {
        TrainingBatch batch = host.upload(options.device());
        Tensor loss = objective.evaluate(network, batch, Pass.training(key, progress));
        optimizer.step(tape.gradients(loss));
        meter.add(loss);
      }
      average.update();
      state.stepDone();
    }

    private void report() {
      int steps = meter.count();
      double loss = meter.takeMean();
      if (!Double.isFinite(loss)) {
        throw new TrainingDivergedException(
            state.step(), optimizer.learningRate(), state.lastLoss());
      }
      state.report(loss, steps);
      double seconds = seconds();
      listener.step(
          new Step(
              state.step(),
              loss,
              optimizer.learningRate(),
              seconds,
              options.budget().remaining(state.step(), seconds),
              spent()));
    }

    private void validate() {
      if (!validation.isPossible()) {
        state.point(optimizer.learningRate(), null);
        return;
      }
      average.swap();
      double loss = validation.loss(network);
      average.swap();
      schedule.observe(loss);
      state.point(optimizer.learningRate(), loss);
      listener.validation(new TrainingListener.Validation(state.step(), loss, seconds()));
    }

    private double spent() {
      return options.budget().spent(state.step(), seconds());
    }

    private double seconds() {
      return (System.nanoTime() - start) * 1e-9;
    }
  }
}
