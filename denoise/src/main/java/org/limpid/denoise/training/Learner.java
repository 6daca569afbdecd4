package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.Reading;
import org.limpid.nn.Network;
import org.limpid.nn.Optimizer;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.Place;
import org.limpid.nn.optim.AveragedWeights;
import org.limpid.nn.optim.ParameterBlock;
import org.limpid.nn.optim.Schedule;
import org.limpid.nn.weights.WeightsFile;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
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
  private final BestWeights best;
  private final List<Kept> kept = new ArrayList<>();
  private int parts = 1;

  /** Make it outside any scope or tape. */
  Learner(Network network, Objective objective, TrainingOptions options) {
    this.network = network;
    this.objective = objective;
    this.options = options;
    this.schedule = options.decay().schedule();
    this.parameters = ParameterBlock.of(network);
    this.optimizer = options.updateRule().optimizer(parameters);
    this.average = new AveragedWeights(parameters, options.weightAveraging());
    this.best = new BestWeights(kept(objective, options));
    this.meter = new LossMeter(options.device());
  }

  private static int kept(Objective objective, TrainingOptions options) {
    if (!objective.isRanking()) {
      return 0;
    }
    return options.selection() == Selection.BEST
        ? Math.max(1, options.keepBest())
        : options.keepBest();
  }

  /**
   * Takes a step.
   *
   * @param step number of steps done before
   * @param spent part of the budget that is spent
   * @param rateFactor what the rate of the schedule is multiplied by
   */
  void step(Batch batch, int step, double spent, double rateFactor) {
    float rate = schedule.rate(options.learningRate(), step, spent);
    optimizer.setLearningRate((float) (rate * rateFactor));
    RandomKey key = new RandomKey(options.seed(), Purposes.PASS, step);
    if (parts == 1) {
      try (Tape tape = Tape.open()) {
        Tensor loss = loss(batch, Pass.training(key, spent));
        optimizer.step(tape.gradients(loss));
        meter.add(loss);
      }
    } else {
      accumulate(batch.host(), key, spent);
    }
    average.update();
  }

  private Tensor loss(Batch batch, Pass pass) {
    return objective.evaluate(network, batch.upload(options.device()), pass);
  }

  /** One step with the gradients of the batch's parts added up. */
  private void accumulate(HostBatch host, RandomKey key, double spent) {
    try (Scope scope = Scope.open()) {
      Map<Parameter, Tensor> sums = new LinkedHashMap<>();
      for (Parameter parameter : Parameters.of(network).trainable().values()) {
        sums.put(parameter, Tensor.zeros(options.device(), parameter.value().shape()));
      }
      Tensor total = Tensor.zeros(options.device(), Shape.of());
      List<Portion> portions = Portion.of(host, Math.min(parts, host.size()));
      for (int i = 0; i < portions.size(); i++) {
        Portion portion = portions.get(i);
        if (portion.share() > 0) { // a mean over no weights is no number
          try (Tape tape = Tape.open()) {
            Pass pass = Pass.training(key.child(i), spent);
            Tensor loss = loss(portion.batch(), pass).times(portion.share());
            Gradients gradients = tape.gradients(loss);
            sums.forEach((parameter, sum) -> add(gradients.of(parameter), sum));
            add(loss, total);
          }
        }
      }
      optimizer.step(Gradients.of(sums));
      meter.add(total);
    }
  }

  private static void add(@Nullable Tensor summand, Tensor sum) {
    if (summand != null) {
      sum.device()
          .backend()
          .elementwise()
          .binary(Binary.ADD, sum.storage(), summand.storage(), sum.storage());
    }
  }

  /**
   * Works on batches in twice as many parts from now on; the step that failed can be taken again.
   *
   * @param most number of samples of a batch
   * @return whether there was anything left to split
   */
  boolean splitBatches(int most) {
    return splitBatches(2 * parts, most);
  }

  /** The same into a number of parts at least. */
  boolean splitBatches(int wanted, int most) {
    if (parts >= Math.min(wanted, most)) {
      return false;
    }
    parts = Math.min(wanted, most);
    return true;
  }

  /** How much memory steps take. */
  StepMemory memory(HostBatch batch) {
    return StepMemory.of(network, batch);
  }

  /** How many parts batches are worked on in. */
  int parts() {
    return parts;
  }

  /** Steps whose loss was not taken yet. */
  int pendingSteps() {
    return meter.count();
  }

  /** Mean loss of those steps; waits for the device. */
  double takeLoss() {
    return meter.takeMean();
  }

  /**
   * The loss of the averaged weights on what is held out; keeps them if they are among the best.
   *
   * @param step number of steps done
   */
  double validate(Validation validation, int step) {
    average.swap();
    try {
      double loss = validation.loss(network, parts);
      if (Double.isFinite(loss)) {
        best.offer(step, loss, network);
      }
      return loss;
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

  /**
   * Gives the network the weights that are to be the result, for good.
   *
   * @param step number of steps done
   */
  void finish(int step) {
    average.apply();
    if (options.keepBest() > 0 && objective.isRanking()) {
      kept.addAll(best.kept());
      kept.add(new Kept("last", step, StartingPoint.of(network).weights()));
    }
    if (options.selection() == Selection.BEST) {
      best.applyTo(network);
    }
  }

  /**
   * What the network gives with the averaged weights.
   *
   * @param input of one sample
   * @param place where it lies
   */
  HostArray predict(HostArray input, Reading reading, Place place) {
    average.swap();
    try (Scope scope = Scope.open()) {
      Tensor given = input.upload(options.device());
      Tensor output = reading.read(network, given, place, Symmetries.NONE);
      return new HostArray(output.shape(), output.toArray());
    } finally {
      average.swap();
    }
  }

  /** What was asked to be kept, once training has ended. */
  List<Kept> kept() {
    return List.copyOf(kept);
  }

  /** Weights of the best validations. */
  BestWeights best() {
    return best;
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
    map.put("parts", parts);
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
    parts = Math.max(1, entries.count("parts"));
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
    best.close();
    meter.close();
    average.close();
    optimizer.close();
    parameters.close();
  }
}
