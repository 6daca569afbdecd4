package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingHistory.Point;
import org.limpid.denoise.training.TrainingListener.End;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.denoise.training.TrainingListener.Preview;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.DeviceException;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** What the loop does when memory is short, the loss is lost, or the best is wanted. */
class TrainingFeaturesTest {

  private static final int SAMPLES = 8;
  private static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(0).withFilters(6).withKernel(1))
          .withBudget(Budget.steps(40))
          .withBatchSize(SAMPLES)
          .withValidationInterval(10)
          .withWeightAveraging(0)
          .withLearningRate(2e-2f);
  private static final Objective MSE = Objective.of(Loss.MEAN_SQUARED_ERROR);

  /** Hears everything. */
  private static class Ears implements TrainingListener {
    final List<String> warnings = new ArrayList<>();
    final List<End> ends = new ArrayList<>();
    final List<Preview> previews = new ArrayList<>();
    final List<Plan> plans = new ArrayList<>();
    final List<Integer> validations = new ArrayList<>();

    @Override
    public void started(Plan plan) {
      plans.add(plan);
    }

    @Override
    public void warning(String message) {
      warnings.add(message);
    }

    @Override
    public void validation(Validation validation) {
      validations.add(validation.step());
    }

    @Override
    public void preview(Preview preview) {
      previews.add(preview);
    }

    @Override
    public void ended(End end) {
      ends.add(end);
    }
  }

  /** Samples with different sums of weights, one of them with none. */
  private static HostBatch batch(int step) {
    RandomKey key = new RandomKey(1, 2, step);
    int size = SAMPLES * 4;
    float[] input = new float[size];
    float[] target = new float[size];
    float[] weight = new float[size];
    for (int i = 0; i < size; i++) {
      input[i] = key.uniform(i);
      target[i] = 3 * input[i];
      weight[i] = i < 4 || key.uniform(size + i) < 0.4f ? 0 : 1;
    }
    Shape shape = Shape.of(SAMPLES, 2, 2, 1);
    return new HostBatch(
        new HostArray(shape, input), new HostArray(shape, target), new HostArray(shape, weight));
  }

  private static TrainingLoop loop(Objective objective, TrainingOptions options) {
    Network network = new UNet(options.network(), Device.cpu(), new RandomKey(7, 7, 7));
    return loop(network, objective, options);
  }

  private static TrainingLoop loop(Network network, Objective objective, TrainingOptions options) {
    BatchSource source =
        new BatchSource() {
          @Override
          public HostBatch batch(int step) {
            return TrainingFeaturesTest.batch(step);
          }

          @Override
          public int stepsPerEpoch() {
            return 5;
          }
        };
    return new TrainingLoop(network, objective, source, List.of(batch(-1)), options);
  }

  private static TrainingHistory run(TrainingLoop loop, TrainingListener listener) {
    Plan plan =
        new Plan("test", "cpu", 1, 1, new Size3(1, 2, 2), SAMPLES, 2, Budget.steps(1), Map.of());
    return loop.run(plan, listener, () -> false);
  }

  /** Ways in which memory may run out: Java's, a pool's, a device's. */
  private enum Shortage {
    HEAP,
    POOL,
    DEVICE;

    void complain() {
      switch (this) {
        case HEAP -> throw new OutOfMemoryError("test");
        case POOL -> throw new OutOfMemoryException("test");
        case DEVICE -> throw DeviceException.outOfMemory("test");
      }
    }
  }

  private static Objective withRoomFor(int samples, Shortage shortage) {
    return (network, batch, pass) -> {
      if (batch.input().shape().extent(0) > samples) {
        shortage.complain();
      }
      return MSE.evaluate(network, batch, pass);
    };
  }

  @ParameterizedTest
  @EnumSource
  void batchesAreSplitWhereMemoryIsShort(Shortage shortage) {
    Ears ears = new Ears();
    List<Point> split = run(loop(withRoomFor(2, shortage), OPTIONS), ears).points();
    List<Point> whole = run(loop(MSE, OPTIONS), TrainingListener.NONE).points();

    assertThat(ears.warnings).hasSize(2);
    assertThat(ears.warnings.get(1))
        .isEqualTo(
            "not enough memory for 8 patches at once; working on them in 4 parts, which gives the"
                + " same gradients up to rounding");
    for (int i = 0; i < whole.size(); i++) {
      assertThat(split.get(i).loss())
          .isCloseTo(whole.get(i).loss(), within(1e-4 * whole.get(i).loss()));
      assertThat(split.get(i).validationLoss())
          .isCloseTo(whole.get(i).validationLoss(), within(1e-4));
    }
    assertThat(whole.get(3).loss()).isLessThan(0.5 * whole.get(0).loss());
  }

  @Test
  void memoryThatIsNotThereForOneSampleIsAFailure() {
    assertThatThrownBy(
            () -> run(loop(withRoomFor(0, Shortage.POOL), OPTIONS), TrainingListener.NONE))
        .isInstanceOf(OutOfMemoryException.class);
  }

  @Test
  void otherFaultsOfADeviceAreFailuresAtOnce() {
    Ears ears = new Ears();
    Objective lost =
        (network, batch, pass) -> {
          throw new DeviceException("cuda:0: lost");
        };
    assertThatThrownBy(() -> run(loop(lost, OPTIONS), ears)).hasMessage("cuda:0: lost");
    assertThat(ears.warnings).isEmpty();
  }

  /** The loss is infinite in some steps: what these did to the weights must not stay. */
  @Test
  void aLossThatIsLostOnceDoesNotEndTraining() {
    Objective failing =
        (network, batch, pass) -> {
          Tensor loss = MSE.evaluate(network, batch, pass);
          boolean isBad = pass.isTraining() && pass.progress() > 0.55 && pass.progress() < 0.57;
          return isBad ? loss.divide(loss.times(0)) : loss;
        };
    Ears ears = new Ears();
    TrainingOptions options = OPTIONS.withBudget(Budget.steps(100)).withDecay(Decay.CONSTANT);
    List<Point> points = run(loop(failing, options), ears).points();

    assertThat(ears.warnings)
        .containsExactly(
            "the loss is no longer a finite number at step 60; going on from the weights of step"
                + " 50 with half the learning rate");
    assertThat(points.get(4).learningRate()).isEqualTo(2e-2f);
    assertThat(points.get(points.size() - 1).learningRate()).isEqualTo(1e-2f);
    assertThat(points.get(points.size() - 1).loss()).isLessThan(0.2 * points.get(0).loss());
  }

  @Test
  void aLossThatStaysLostIsAnError() {
    Objective hopeless =
        (network, batch, pass) -> MSE.evaluate(network, batch, pass).times(1e38f).times(1e38f);
    assertThatThrownBy(() -> run(loop(hopeless, OPTIONS), new Ears()))
        .isInstanceOf(TrainingDivergedException.class);
  }

  /** Gets worse on purpose after a while: the rate is turned up by the schedule. */
  private static TrainingOptions worsening() {
    return OPTIONS
        .withBudget(Budget.steps(80))
        .withDecay(() -> (initial, step, done) -> step < 40 ? initial : 50 * initial);
  }

  @Test
  void theBestWeightsAreTheResultWhereLossesRank() {
    Network network = new UNet(OPTIONS.network(), Device.cpu(), new RandomKey(7, 7, 7));
    TrainingLoop loop =
        loop(network, MSE.ranking(), worsening().withSelection(Selection.BEST).withKeepBest(2));
    TrainingHistory history = run(loop, new Ears());

    List<Double> losses = history.points().stream().map(Point::validationLoss).sorted().toList();
    assertThat(history.points().get(7).validationLoss()).isGreaterThan(losses.get(1));
    Double last = history.points().get(7).validationLoss();
    assertThat(loop.kept()).extracting(Kept::name).containsExactly("best-1", "best-2", "last");
    assertThat(loss(network)).isEqualTo(losses.get(0));
    List<Double> kept = new ArrayList<>();
    for (Kept weights : loop.kept()) {
      new StartingPoint(weights.weights()).applyTo(network);
      kept.add(loss(network));
      assertThat(history.until(weights.step()).steps()).isEqualTo(weights.step());
    }
    assertThat(kept).containsExactly(losses.get(0), losses.get(1), last);
  }

  private static double loss(Network network) {
    try (Scope scope = Scope.open()) {
      return MSE.evaluate(network, batch(-1).upload(Device.cpu()), Pass.inference()).item();
    }
  }

  @Test
  void noisyTargetsDoNotChooseWeights() {
    Ears ears = new Ears();
    TrainingLoop loop =
        loop(MSE, worsening().withSelection(Selection.BEST).withKeepBest(2).withPatience(1));
    TrainingHistory history = run(loop, ears);

    assertThat(loop.kept()).isEmpty();
    assertThat(history.steps()).isEqualTo(80);
    assertThat(ears.warnings.get(0))
        .startsWith("this method is validated against noisy pixels, whose noise hides");
  }

  @Test
  void endsWhenNothingIsGainedAnyMore() {
    Ears ears = new Ears();
    TrainingHistory history =
        run(loop(MSE.ranking(), worsening().withBudget(Budget.steps(4000)).withPatience(3)), ears);
    assertThat(ears.ends.get(0).reason()).isEqualTo(Reason.NO_LONGER_BETTER);
    assertThat(history.steps()).isBetween(50, 3990);
    List<Double> losses = history.points().stream().map(Point::validationLoss).toList();
    double best = losses.stream().mapToDouble(loss -> loss).min().orElseThrow();
    assertThat(losses.indexOf(best)).isEqualTo(losses.size() - 4);
  }

  @Test
  void saysWhenTooLittleIsHeldOutToDecideOn() {
    Ears ears = new Ears();
    TrainingLoop loop =
        new TrainingLoop(
            new UNet(OPTIONS.network(), Device.cpu(), new RandomKey(7, 7, 7)),
            MSE.ranking(),
            TrainingFeaturesTest::batch,
            List.of(batch(-1).samples(0, 3)),
            OPTIONS.withPatience(3));
    run(loop, ears);
    assertThat(ears.warnings).hasSize(1);
    assertThat(ears.warnings.get(0))
        .startsWith("only 3 patches are held out, too few to be sure of differences");
  }

  @Test
  void epochsAreCountedInStepsAndValidatedEach() {
    Ears ears = new Ears();
    TrainingHistory history = run(loop(MSE, OPTIONS.withBudget(Budget.epochs(3))), ears);
    assertThat(history.steps()).isEqualTo(15);
    assertThat(ears.validations).containsExactly(5, 10, 15);
    assertThat(ears.plans.get(0).budget().steps()).isEqualTo(15);
    assertThat(run(loop(MSE, OPTIONS.withBudget(Budget.epochs(2, 7))), ears).steps()).isEqualTo(14);
    assertThatThrownBy(
            () ->
                new TrainingLoop(
                    new UNet(OPTIONS.network(), Device.cpu(), new RandomKey(7, 7, 7)),
                    MSE,
                    TrainingFeaturesTest::batch,
                    List.of(),
                    OPTIONS.withBudget(Budget.epochs(3))))
        .hasMessage("train: 3 epochs of images without end. Say how many steps an epoch has");
  }

  @Test
  void previewsComeToThoseWhoWantThem() {
    Ears ears =
        new Ears() {
          @Override
          public int previewInterval() {
            return 15;
          }
        };
    TrainingHistory watched = run(loop(MSE, OPTIONS), ears);
    assertThat(ears.previews).extracting(Preview::step).containsExactly(15, 30);
    Preview first = ears.previews.get(0);
    assertThat(first.before().values()).isEqualTo(batch(0).input().part(0, 1).values());
    assertThat(first.after().extents()).isEqualTo(new Size3(1, 2, 2));
    assertThat(first.after().values()).isNotEqualTo(ears.previews.get(1).after().values());
    assertThat(watched).isEqualTo(run(loop(MSE, OPTIONS), TrainingListener.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "adamax", "adagrad", "sgd"})
  void everyUpdateRuleLearns(String name) {
    UpdateRule rule =
        List.of(UpdateRule.ADAM, UpdateRule.ADAMAX, UpdateRule.ADAGRAD, UpdateRule.SGD).stream()
            .filter(known -> known.describe().equals(name))
            .findFirst()
            .orElseThrow();
    List<Point> points = run(loop(MSE, OPTIONS.withUpdateRule(rule)), new Ears()).points();
    assertThat(points.get(3).loss()).isLessThan(0.7 * points.get(0).loss());
  }

  @Test
  void ratesFallInSteps() {
    TrainingOptions options = OPTIONS.withDecay(Decay.steps(15, 0.5f));
    List<Point> points = run(loop(MSE, options), new Ears()).points();
    assertThat(points).extracting(Point::learningRate).containsExactly(2e-2f, 1e-2f, 1e-2f, 5e-3f);
    assertThat(options.describe()).containsEntry("decay", "steps(15, 0.5)");
  }
}
