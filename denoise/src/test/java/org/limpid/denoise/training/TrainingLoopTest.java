package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingHistory.Point;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;

/** The loop alone, on a network of a few weights that shall learn to give three times its input. */
class TrainingLoopTest {

  private static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(0).withFilters(8).withKernel(1))
          .withLearningRate(2e-2f);
  private static final Objective MSE = Objective.of(Loss.MEAN_SQUARED_ERROR);

  private static Network network() {
    return new UNet(OPTIONS.network(), Device.cpu(), new RandomKey(7, 7, 7));
  }

  private static HostBatch batch(int step) {
    RandomKey key = new RandomKey(1, 2, step);
    float[] input = new float[8];
    float[] target = new float[8];
    float[] weight = new float[8];
    for (int i = 0; i < 8; i++) {
      input[i] = key.uniform(i);
      target[i] = 3 * input[i];
      weight[i] = 1;
    }
    Shape shape = Shape.of(2, 2, 2, 1);
    return new HostBatch(
        new HostArray(shape, input), new HostArray(shape, target), new HostArray(shape, weight));
  }

  private static Plan plan(Budget budget) {
    return new Plan("test", "cpu", 1, 1, new Size3(1, 2, 2), 2, 2, budget, Map.of());
  }

  private static TrainingHistory train(
      Network network,
      Objective objective,
      List<HostBatch> validation,
      TrainingOptions options,
      TrainingListener listener) {
    return new TrainingLoop(network, objective, TrainingLoopTest::batch, validation, options)
        .run(plan(options.budget()), listener, () -> false);
  }

  @Test
  void learns() {
    TrainingHistory history =
        train(
            network(),
            MSE,
            List.of(),
            OPTIONS.withBudget(Budget.steps(300)),
            TrainingListener.NONE);
    List<Point> points = history.points();
    assertThat(points).extracting(Point::step).containsExactly(100, 200, 300);
    assertThat(points.get(2).loss()).isLessThan(0.2 * points.get(0).loss());
    assertThat(points.get(2).validationLoss()).isNull();
  }

  @Test
  void whatIsValidatedIsWhatOneGets() {
    Network network = network();
    HostBatch held = batch(-1);
    TrainingHistory history =
        train(
            network,
            MSE,
            List.of(held),
            OPTIONS.withBudget(Budget.steps(30)).withWeightAveraging(0.9f),
            TrainingListener.NONE);
    double loss;
    try (Scope scope = Scope.open()) {
      loss = MSE.evaluate(network, held.upload(Device.cpu()), Pass.inference()).item();
    }
    assertThat(history.points().get(0).validationLoss()).isEqualTo(loss);
  }

  @Test
  void averagingChangesWhatOneGets() {
    List<Double> losses = new ArrayList<>();
    for (float decay : new float[] {0, 0.9f}) {
      TrainingOptions options = OPTIONS.withBudget(Budget.steps(30)).withWeightAveraging(decay);
      losses.add(
          train(network(), MSE, List.of(batch(-1)), options, TrainingListener.NONE)
              .points()
              .get(0)
              .validationLoss());
    }
    assertThat(losses.get(0)).isNotEqualTo(losses.get(1));
  }

  @Test
  void objectivesKnowHowFarTrainingIs() {
    List<Double> heard = new ArrayList<>();
    Objective listening =
        (network, batch, pass) -> {
          heard.add(pass.isTraining() ? pass.progress() : -pass.progress());
          return MSE.evaluate(network, batch, pass);
        };
    train(
        network(),
        listening,
        List.of(batch(-1)),
        OPTIONS.withBudget(Budget.steps(4)),
        TrainingListener.NONE);
    assertThat(heard).containsExactly(0.0, 0.25, 0.5, 0.75, -1.0);
  }

  @Test
  void plateauHalvesTheRateAfterTenValidationsWithoutGain() {
    Objective hopeless =
        (network, batch, pass) -> network.forward(batch.input(), pass).times(0).sum().plus(1);
    TrainingOptions options =
        OPTIONS.withDecay(Decay.PLATEAU).withBudget(Budget.steps(1300)).withLearningRate(0.5f);
    TrainingHistory history =
        train(network(), hopeless, List.of(batch(-1)), options, TrainingListener.NONE);
    assertThat(history.points().get(10).learningRate()).isEqualTo(0.5f);
    assertThat(history.points().get(11).learningRate()).isEqualTo(0.25f);
  }

  @Test
  void plateauNeedsValidation() {
    assertThatThrownBy(
            () ->
                train(
                    network(),
                    MSE,
                    List.of(),
                    OPTIONS.withDecay(Decay.PLATEAU),
                    TrainingListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decay plateau without validation (validationShare 0.05");
  }

  @Test
  void cosineEndsNearZero() {
    TrainingHistory history =
        train(
            network(),
            MSE,
            List.of(),
            OPTIONS.withBudget(Budget.steps(100)),
            TrainingListener.NONE);
    assertThat(history.points().get(0).learningRate()).isBetween(0f, 1e-5f);
  }

  @Test
  void endsWhenTheTimeIsOver() {
    List<TrainingListener.End> ends = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void ended(End end) {
            ends.add(end);
          }
        };
    TrainingOptions options = OPTIONS.withBudget(Budget.time(Duration.ofMillis(200)));
    TrainingHistory history = train(network(), MSE, List.of(), options, listener);
    assertThat(ends.get(0).reason()).isEqualTo(Reason.BUDGET_SPENT);
    assertThat(history.steps()).isPositive().isEqualTo(ends.get(0).steps());
  }
}
