package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.nn.Loss;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;

class StepMemoryTest {

  /** What a training takes, and what was planned for it. */
  private record Taken(long bytes, StepMemory plan) {}

  private static Taken train(int depth, int filters, int side, int batch, long limit) {
    Shape shape = Shape.of(batch, side, side, 1);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5;
    }
    HostArray array = new HostArray(shape, values);
    HostBatch host = new HostBatch(array, array, array);
    try (Device device = Device.cpu(2)) {
      TrainingOptions options =
          TrainingOptions.DEFAULT
              .withNetwork(UNetOptions.DEFAULT.withDepth(depth).withFilters(filters))
              .withBudget(Budget.steps(3))
              .withDevice(device)
              .withMemoryBytes(limit);
      UNet network = new UNet(options.network(), device, new RandomKey(1, 1, 1));
      Size3 extents = new Size3(1, side, side);
      Plan plan = new Plan("test", "cpu", 1, 1, extents, batch, 0, options.budget(), Map.of());
      new TrainingLoop(
              network, Objective.of(Loss.MEAN_SQUARED_ERROR), step -> host, List.of(), options)
          .run(plan, TrainingListener.NONE, () -> false);
      MemoryUse use = device.memory();
      return new Taken(use.liveBytes() + use.pooledBytes(), StepMemory.of(network, host));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 8, 64, 4", "2, 32, 32, 4", "3, 16, 64, 2", "2, 8, 128, 3"})
  void stepsTakeWhatWasPlanned(int depth, int filters, int side, int batch) {
    Taken taken = train(depth, filters, side, batch, Long.MAX_VALUE);
    long planned = taken.plan().fixed() + batch * taken.plan().sample();
    assertThat(taken.bytes()).isBetween(planned / 5, planned);
  }

  @Test
  void batchesAreSplitSoThatStepsKeepToALimit() {
    StepMemory plan = train(2, 8, 64, 8, Long.MAX_VALUE).plan();
    long limit = plan.fixed() + 2 * plan.sample();
    Taken whole = train(2, 8, 64, 8, Long.MAX_VALUE);
    Taken split = train(2, 8, 64, 8, limit);
    assertThat(whole.bytes()).isGreaterThan(limit);
    assertThat(split.bytes()).isLessThan(limit);
  }

  @Test
  void partsAreAsFewAsPossible() {
    StepMemory plan = new StepMemory(100, 10);
    assertThat(plan.parts(8, 1000)).isEqualTo(1);
    assertThat(plan.parts(8, 180)).isEqualTo(1);
    assertThat(plan.parts(8, 179)).isEqualTo(2);
    assertThat(plan.parts(8, 129)).isEqualTo(4);
    assertThat(plan.parts(8, 110)).isEqualTo(8);
    assertThatThrownBy(() -> plan.parts(8, 109))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: a step with one patch needs about 1 MiB (memory: 0 MiB). Take smaller patches"
                + " or a smaller network, or allow more memory");
  }
}
