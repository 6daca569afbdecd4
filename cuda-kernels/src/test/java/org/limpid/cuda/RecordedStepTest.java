package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.Fill;
import org.limpid.backend.Grid;
import org.limpid.backend.LossKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.Precision;
import org.limpid.backend.SpotGeometry;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Training steps that are recorded once and replayed come out as those that are launched: new
 * batches, dropout, hidden pixels, the learning rate and Adam's count of steps are not part of what
 * is recorded.
 */
class RecordedStepTest {

  /** More than uploads of numbers may be under way. */
  private static final int STEPS = 10;

  private static final Shape IMAGE = Shape.of(1, 6, 5, 1);

  /** Replacements that are drawn. */
  private static final SpotGeometry SPOTS =
      new SpotGeometry(new Grid(1, 1, 6, 5, 1), 2.2, 1, Fill.OTHER);

  private final InterpretedGpu gpu = new InterpretedGpu(Scheduler.LOCKSTEP);

  /** Weights and the sum of losses after some steps. */
  private static float[] train(CudaBackend backend, boolean isDisturbed) {
    float[] values = new float[9 + 1];
    try (Device device = Device.on("cuda", backend);
        Scope scope = Scope.open()) {
      Random random = new Random(7);
      Parameter kernel = Parameter.trainable("kernel", draw(device, random, Shape.of(3, 3, 1, 1)));
      Tensor first = Tensor.zeros(device, kernel.value().shape());
      Tensor second = Tensor.zeros(device, kernel.value().shape());
      Tensor losses = Tensor.zeros(device, Shape.of());
      for (int step = 1; step <= STEPS; step++) {
        try (Tape tape = Tape.open()) {
          Tensor x = draw(device, random, IMAGE);
          Tensor target = draw(device, random, IMAGE);
          Tensor weight = draw(device, random, IMAGE);
          Tensor shown = Tensor.allocate(device, IMAGE);
          Tensor hidden = Tensor.allocate(device, IMAGE);
          backend
              .random()
              .hide(
                  SPOTS,
                  new RandomKey(5, 2, step),
                  weight.storage().slice(0, SPOTS.masks()),
                  x.storage(),
                  shown.storage(),
                  hidden.storage());
          Tensor loss =
              shown
                  .conv(kernel.value(), null, Padding.SAME, Activation.IDENTITY)
                  .dropout(0.7f, new RandomKey(5, 1, step))
                  .weightedPenalty(
                      LossKernels.Penalty.SQUARED, target, hidden.add(weight.square()));
          Tensor gradient = Objects.requireNonNull(tape.gradients(loss).of(kernel));
          backend
              .optimizer()
              .adam(
                  new OptimizerKernels.AdamStep(0.1f / step, 0.9f, 0.99f, 1e-3f, 0.01f, step),
                  gradient.storage(),
                  kernel.value().storage(),
                  first.storage(),
                  second.storage());
          backend.optimizer().average(step / 10f, loss.storage(), losses.storage());
        }
        if (isDisturbed && step == 3) {
          // Keeps a block that a recorded step has used.
          scope.keep(draw(device, random, Shape.of(1)));
          Tensor.zeros(device, IMAGE);
        }
      }
      System.arraycopy(kernel.value().toArray(), 0, values, 0, 9);
      values[9] = losses.item();
    }
    return values;
  }

  private static Tensor draw(Device device, Random random, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(device, shape, values);
  }

  private CudaBackend open(boolean usesGraphs) {
    return new CudaBackend(gpu, Precision.FLOAT32, EngineChoice.OWN, usesGraphs);
  }

  @Test
  void replayedStepsGiveTheBitsOfLaunchedOnes() {
    float[] launched = train(open(false), false);
    assertThat(gpu.replays()).isZero();
    assertThat(train(open(true), false)).containsExactly(launched);
    // The first two steps find other blocks free than those after them.
    assertThat(gpu.replays()).isBetween(STEPS - 3, STEPS - 1);
  }

  @Test
  void replayedStepsOnTheGpuGiveTheBitsOfLaunchedOnes() {
    Optional<String> reason = CudaDriver.unavailableReason();
    assumeTrue(reason.isEmpty(), () -> "no GPU: " + reason.orElse(""));
    float[][] weights = new float[2][];
    for (int i = 0; i < 2; i++) {
      boolean usesGraphs = i == 1;
      weights[i] =
          train(
              new CudaBackend(new CudaGpu(0), Precision.FLOAT32, EngineChoice.OWN, usesGraphs),
              false);
    }
    assertThat(weights[1]).containsExactly(weights[0]);
  }

  @Test
  void stepsThatFindOtherMemoryAreRecordedAnew() {
    float[] launched = train(open(false), true);
    assertThat(train(open(true), true)).containsExactly(launched);
  }
}
