package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Tape;
import org.limpid.nn.Network;
import org.limpid.nn.Optimizer;
import org.limpid.nn.Pass;
import org.limpid.nn.optim.AveragedWeights;
import org.limpid.nn.optim.ParameterBlock;
import org.limpid.nn.optim.Schedule;
import org.limpid.nn.weights.WeightsFile;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Tensor;

/**
 * A network and what changes it: optimiser, averaged weights, schedule. Knows all that has to be
 * kept to go on later.
 */
final class Learner implements AutoCloseable {

  private static final String NETWORK = "network.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String AVERAGE = "average.";

  private final Network network;
  private final Objective objective;
  private final TrainingOptions options;
  private final ParameterBlock parameters;
  private final Optimizer optimizer;
  private final AveragedWeights average;
  private final LossMeter meter;
  private final Schedule schedule;

  /** Make it outside any scope or tape. */
  Learner(Network network, Objective objective, TrainingOptions options) {
    this.network = network;
    this.objective = objective;
    this.options = options;
    this.schedule = options.decay().schedule();
    this.parameters = ParameterBlock.of(network);
    this.optimizer = options.updateRule().optimizer(parameters);
    this.average = new AveragedWeights(parameters, options.weightAveraging());
    this.meter = new LossMeter(options.device());
  }

  /**
   * Takes a step.
   *
   * @param step number of steps done before
   * @param spent part of the budget that is spent
   * @param rateFactor what the rate of the schedule is multiplied by
   */
  void step(HostBatch host, int step, double spent, double rateFactor) {
    float rate = schedule.rate(options.learningRate(), step, spent);
    optimizer.setLearningRate((float) (rate * rateFactor));
    RandomKey key = new RandomKey(options.seed(), Purposes.PASS, step);
    try (Tape tape = Tape.open()) {
      TrainingBatch batch = host.upload(options.device());
      Tensor loss = objective.evaluate(network, batch, Pass.training(key, spent));
      optimizer.step(tape.gradients(loss));
      meter.add(loss);
    }
    average.update();
  }

  /** Steps whose loss was not taken yet. */
  int pendingSteps() {
    return meter.count();
  }

  /** Mean loss of those steps; waits for the device. */
  double takeLoss() {
    return meter.takeMean();
  }

  /** The loss of the averaged weights on what is held out. */
  double validate(Validation validation) {
    average.swap();
    try {
      return validation.loss(network);
    } finally {
      average.swap();
    }
  }

  /** Tells the schedule of a validation. */
  void observe(double validationLoss) {
    schedule.observe(validationLoss);
  }

  /** Rate of the last step. */
  float learningRate() {
    return optimizer.learningRate();
  }

  /** Sets the network's weights to their average, for good. */
  void finish() {
    average.apply();
  }

  /** Everything on the device that steps change, by name; the tensors stay its own. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(WeightsFile.tensors(network, NETWORK));
    optimizer.state().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
    average.state().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
    return tensors;
  }

  /** Whether a name among {@link #tensors} is that of a weight. */
  static boolean isWeight(String name) {
    return name.startsWith(NETWORK);
  }

  /** Everything else that steps change, as JSON has it. */
  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("optimizerSteps", optimizer.steps());
    map.put("averageUpdates", average.updates());
    map.put("learningRate", optimizer.learningRate());
    map.put("schedule", schedule.state());
    return map;
  }

  /**
   * Goes back, or on, to what {@link #tensors} and {@link #describe} gave.
   *
   * @throws IllegalArgumentException if that was of another network or optimiser
   */
  void restore(Map<String, Tensor> tensors, Entries entries) {
    optimizer.restore(entries.count("optimizerSteps"), part(tensors, OPTIMIZER));
    average.restore(entries.count("averageUpdates"), part(tensors, AVERAGE));
    WeightsFile.tensors(network, NETWORK)
        .forEach((name, live) -> copy(checked(name, tensors.get(name), live), live));
    optimizer.setLearningRate((float) entries.number("learningRate"));
    Map<String, Double> state = new LinkedHashMap<>();
    Entries saved = entries.object("schedule");
    saved.map().keySet().forEach(name -> state.put(name, saved.number(name)));
    schedule.restore(state);
  }

  private static Map<String, Tensor> part(Map<String, Tensor> tensors, String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }

  private static Tensor checked(String name, @Nullable Tensor saved, Tensor live) {
    if (saved == null || !saved.shape().equals(live.shape())) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' "
              + (saved == null ? "is missing" : "has shape " + saved.shape())
              + " (expected: "
              + live.shape()
              + ")");
    }
    return saved;
  }

  static void copy(Tensor from, Tensor to) {
    to.device().backend().elementwise().copy(from.storage(), to.storage());
  }

  @Override
  public void close() {
    meter.close();
    average.close();
    optimizer.close();
    parameters.close();
  }
}
