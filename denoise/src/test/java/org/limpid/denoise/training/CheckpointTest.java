package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.optim.Schedule;
import org.limpid.nn.weights.Safetensors;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.testing.ChildJvm;

/**
 * A training that was broken off anywhere ends as if it had not been. The network has running
 * statistics, the loss is random, and the rate follows validations.
 */
class CheckpointTest {

  private static final int STEPS = 87;
  private static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(4).withBatchNorm(true))
          .withBudget(Budget.steps(STEPS))
          .withDecay(() -> new Halving())
          .withValidationInterval(7)
          .withLearningRate(1e-2f);

  @TempDir private Path folder = Path.of("");

  /** Halves the rate at each validation that is no better than the last. */
  private static final class Halving implements Schedule {
    private double last = 1e9;
    private double factor = 1;

    @Override
    public float rate(float initial, long step, double done) {
      return (float) (initial * factor);
    }

    @Override
    public void observe(double loss) {
      factor *= loss < last ? 1 : 0.5;
      last = loss;
    }

    @Override
    public Map<String, Double> state() {
      return Map.of("last", last, "factor", factor);
    }

    @Override
    public void restore(Map<String, ? extends Number> state) {
      last = Objects.requireNonNull(state.get("last")).doubleValue();
      factor = Objects.requireNonNull(state.get("factor")).doubleValue();
    }
  }

  /** What a training gives. */
  private record Result(Map<String, List<Float>> weights, TrainingHistory history) {}

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static HostBatch batch(int step) {
    RandomKey key = new RandomKey(5, 2, step);
    int size = 2 * 4 * 4;
    float[] input = new float[size];
    float[] target = new float[size];
    float[] weight = new float[size];
    for (int i = 0; i < size; i++) {
      input[i] = key.uniform(i);
      target[i] = 3 * input[i] + key.uniform(size + i);
      weight[i] = i % 3 == 0 ? 0 : 1;
    }
    Shape shape = Shape.of(2, 4, 4, 1);
    return new HostBatch(
        new HostArray(shape, input), new HostArray(shape, target), new HostArray(shape, weight));
  }

  private static final Objective RANDOM =
      (network, batch, pass) -> {
        RandomKey key = pass.nextKey();
        TrainingBatch shown =
            key == null
                ? batch
                : new TrainingBatch(
                    batch.input().dropout(0.8f, key), batch.target(), batch.weight());
        return Objective.of(Loss.MEAN_SQUARED_ERROR).evaluate(network, shown, pass);
      };

  private static Result train(
      TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
    return train(options, CheckpointTest::batch, listener, stop);
  }

  private static Result train(
      TrainingOptions options,
      BatchSource source,
      TrainingListener listener,
      BooleanSupplier stop) {
    Network network = new UNet(options.network(), Device.cpu(), new RandomKey(7, 7, 7));
    Plan plan = new Plan("test", "cpu", 1, 1, new Size3(1, 4, 4), 2, 2, options.budget(), Map.of());
    TrainingHistory history =
        new TrainingLoop(network, RANDOM, source, List.of(source.batch(-1)), options)
            .run(plan, listener, stop);
    Map<String, List<Float>> weights = new LinkedHashMap<>();
    Parameters.of(network)
        .byPath()
        .forEach(
            (path, parameter) -> {
              List<Float> values = new ArrayList<>();
              for (float value : parameter.value().toArray()) {
                values.add(value);
              }
              weights.put(path, values);
            });
    return new Result(weights, history);
  }

  private static Result whole() {
    return train(OPTIONS, TrainingListener.NONE, () -> false);
  }

  private Checkpoints always() {
    return Checkpoints.in(folder.resolve("state")).withInterval(Duration.ZERO);
  }

  /** Crashes when that many steps are done; null resumes to the end. */
  private Result resumed(int crash) {
    assertThatThrownBy(
            () ->
                train(OPTIONS.withCheckpoints(always()), TrainingListener.NONE, crashAfter(crash)))
        .isInstanceOf(Crash.class);
    return train(OPTIONS.withCheckpoints(always().resuming()), TrainingListener.NONE, () -> false);
  }

  private static BooleanSupplier crashAfter(int steps) {
    int[] done = {0};
    return () -> {
      if (done[0]++ == steps) {
        throw new Crash();
      }
      return false;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 10, 49, 70, 71, 86})
  void brokenOffAnywhereItEndsWithTheSameBits(int crash) {
    assertThat(resumed(crash)).isEqualTo(whole());
  }

  @Test
  void brokenOffAgainAndAgainItEndsWithTheSameBits() {
    for (int crash : new int[] {12, 25, 9, 31}) {
      assertThatThrownBy(
              () ->
                  train(
                      OPTIONS.withCheckpoints(always().resuming()),
                      TrainingListener.NONE,
                      crashAfter(crash)))
          .isInstanceOf(Crash.class);
    }
    List<Integer> from = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void resumed(int step) {
            from.add(step);
          }
        };
    Result result = train(OPTIONS.withCheckpoints(always().resuming()), listener, () -> false);
    assertThat(from).containsExactly(60);
    assertThat(result).isEqualTo(whole());
  }

  /** Step 70 validates, and then writes a checkpoint: the crash is between the two. */
  @Test
  void brokenOffBetweenValidationAndCheckpointItEndsWithTheSameBits() {
    TrainingListener crash =
        new TrainingListener() {
          @Override
          public void validation(Validation validation) {
            if (validation.step() == 70) {
              throw new Crash();
            }
          }
        };
    assertThatThrownBy(() -> train(OPTIONS.withCheckpoints(always()), crash, () -> false))
        .isInstanceOf(Crash.class);
    Result result =
        train(OPTIONS.withCheckpoints(always().resuming()), TrainingListener.NONE, () -> false);
    assertThat(result).isEqualTo(whole());
  }

  /** A process that is killed has no chance to tidy up. */
  @Test
  void killedItEndsWithTheSameBits() throws Exception {
    Path file = folder.resolve("state");
    try (ChildJvm child = ChildJvm.start(Child.class, List.of(), file.toString())) {
      assertThat(child.await("step 40")).isTrue();
      child.kill();
    }
    assertThat(file).exists();
    Result result =
        train(OPTIONS.withCheckpoints(always().resuming()), TrainingListener.NONE, () -> false);
    assertThat(result).isEqualTo(whole());
  }

  /** Trains until it is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(Step step) {
              System.out.println("step " + step.step());
              System.out.flush();
            }
          };
      Checkpoints checkpoints = Checkpoints.in(Path.of(arguments[0])).withInterval(Duration.ZERO);
      train(OPTIONS.withCheckpoints(checkpoints), listener, () -> false);
    }
  }

  @Test
  void aStoppedTrainingCanGoOn() {
    Checkpoints rare = Checkpoints.in(folder.resolve("state")).withInterval(Duration.ofDays(1));
    int[] asked = {0};
    train(OPTIONS.withCheckpoints(rare), TrainingListener.NONE, () -> asked[0]++ == 44);
    Result result =
        train(OPTIONS.withCheckpoints(rare.resuming()), TrainingListener.NONE, () -> false);
    assertThat(result).isEqualTo(whole());
  }

  @Test
  void nothingIsWrittenBeforeTheIntervalHasPassed() {
    Checkpoints rare = Checkpoints.in(folder.resolve("state")).withInterval(Duration.ofDays(1));
    train(OPTIONS.withCheckpoints(rare), TrainingListener.NONE, () -> false);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void otherOptionsAreRefused() {
    assertThatThrownBy(
            () -> train(OPTIONS.withCheckpoints(always()), TrainingListener.NONE, crashAfter(20)))
        .isInstanceOf(Crash.class);
    TrainingOptions other =
        OPTIONS
            .withCheckpoints(always().resuming())
            .withLearningRate(2e-2f)
            .withBudget(Budget.steps(99));
    assertThatThrownBy(() -> train(other, TrainingListener.NONE, () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("resume: ")
        .hasMessageEndingWith(
            "state belongs to another training (steps 87 there, 99 here; learningRate 0.01"
                + " there, 0.02 here). Give it the same images and options, or start anew without"
                + " resuming");
  }

  @Test
  void otherImagesAreRefused() {
    resumed(20);
    assertThatThrownBy(
            () ->
                train(
                    OPTIONS.withCheckpoints(always().resuming()),
                    step -> batch(step + 1),
                    TrainingListener.NONE,
                    () -> false))
        .hasMessageContaining("state belongs to another training (other images)");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = folder.resolve("state");
    TrainingOptions options = OPTIONS.withCheckpoints(always().resuming());
    Files.writeString(file, "no checkpoint at all");
    assertThatThrownBy(() -> train(options, TrainingListener.NONE, () -> false))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("not a readable safetensors file");
    Safetensors.write(file, Map.of("a", "b"), Map.of());
    assertThatThrownBy(() -> train(options, TrainingListener.NONE, () -> false))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no checkpoint of Limpid (expected: metadata 'limpid.checkpoint')");
    Safetensors.write(
        file, Map.of("limpid.checkpoint", "{\"version\":1,\"fingerprint\":7}"), Map.of());
    assertThatThrownBy(() -> train(options, TrainingListener.NONE, () -> false))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the checkpoint is damaged ('fingerprint' is missing or not");
  }

  @Test
  void whatCannotBeWrittenIsSaidAndTrainingGoesOn() {
    Checkpoints nowhere =
        Checkpoints.in(folder.resolve("missing").resolve("state")).withInterval(Duration.ZERO);
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    assertThat(train(OPTIONS.withCheckpoints(nowhere), listener, () -> false)).isEqualTo(whole());
    assertThat(warnings).hasSize(8);
    assertThat(warnings.get(0)).startsWith("the checkpoint of step 10 could not be written: ");
  }

  @Test
  void whatWouldBeLostIsSaid() {
    resumed(20);
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    train(OPTIONS.withCheckpoints(always()), listener, () -> false);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("will be replaced: it was not asked to go on from it");
  }
}
