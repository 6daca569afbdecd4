package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Precision;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Device;

/** A trainer on the interpreter: what {@code --device cuda:0} does from image to image. */
class TrainerTest {

  private static final Image NOISY = Noise.gaussian(30).apply(Specimen.CELLS.image(40, 36, 1), 1);
  private static final int PATCHES = 8;
  private static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(8))
          .withPatchSize(16, 1)
          .withBatchSize(PATCHES)
          .withBudget(Budget.steps(4));

  /** What a training told, and what it made of the image. */
  private record Result(List<Double> losses, List<String> warnings, float[] samples) {}

  private static Result train(Device device) {
    List<Double> losses = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void step(Step step) {
            losses.add(step.loss());
          }

          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    try (device) {
      Denoiser denoiser =
          new Noise2VoidTrainer(Noise2VoidOptions.DEFAULT, OPTIONS.withDevice(device))
              .train(List.of(NOISY), ear);
      return new Result(losses, warnings, denoiser.denoise(NOISY).samples());
    }
  }

  private static Device on(InterpretedGpu gpu) {
    return Device.on("cuda:0", new CudaBackend(gpu, Precision.FLOAT32));
  }

  @Test
  void learnsWhatTheProcessorLearnsInPartsIfMemoryIsShort() {
    Result expected = train(Device.cpu());
    InterpretedGpu large = new InterpretedGpu(Scheduler.LOCKSTEP);
    Result whole = train(on(large));
    assertThat(whole.warnings).isEqualTo(expected.warnings).isEmpty();
    assertAgrees(whole, expected);

    InterpretedGpu small =
        new InterpretedGpu(Scheduler.LOCKSTEP, large.mostUsed() / 2, UnaryOperator.identity());
    Result parts = train(on(small));
    assertThat(parts.warnings)
        .isNotEmpty()
        .allMatch(line -> line.startsWith("not enough memory for 8 patches at once; working on"));
    assertAgrees(parts, expected);
  }

  private static void assertAgrees(Result result, Result expected) {
    assertThat(result.losses).hasSameSizeAs(expected.losses).isNotEmpty();
    for (int i = 0; i < result.losses.size(); i++) {
      assertThat(result.losses.get(i)).isCloseTo(expected.losses.get(i), within(1e-4));
    }
    assertThat(result.samples).hasSameSizeAs(expected.samples);
    for (int i = 0; i < result.samples.length; i++) {
      assertThat(result.samples[i])
          .as("sample %d", i)
          .isCloseTo(expected.samples[i], within(0.05f));
    }
  }
}
