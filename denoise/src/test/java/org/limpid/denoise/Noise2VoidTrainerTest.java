package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.masking.Replacement;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Decay;
import org.limpid.denoise.training.TrainingDivergedException;
import org.limpid.denoise.training.TrainingHistory.Point;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.nn.Loss;
import org.limpid.tensor.Device;

class Noise2VoidTrainerTest {

  private static final Image CLEAN = Specimen.CELLS.image(96, 96, 1);
  private static final Image NOISY = Noise.gaussian(50).apply(CLEAN, 1);

  @Test
  void removesGaussianNoise() {
    Image denoised = SmallTraining.steps(150).train(NOISY).denoise(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, denoised)).isGreaterThan(6);
  }

  /** What hides nothing must not denoise: the network would have seen what it is asked for. */
  @Test
  void failsWhenNothingIsHidden() {
    Noise2VoidOptions control = Noise2VoidOptions.DEFAULT.withReplacement(Replacement.IDENTITY);
    Image denoised = SmallTraining.steps(250).withOptions(control).train(NOISY).denoise(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, denoised)).isLessThan(1);
  }

  @Test
  void removesLessNoiseWhereNeighboursShareIt() {
    Image correlated = Noise.correlated(50, 1).apply(CLEAN, 1);
    Image denoised = SmallTraining.steps(150).train(correlated).denoise(correlated);

    assertThat(SmallTraining.gain(CLEAN, correlated, denoised)).isLessThan(4);
  }

  @Test
  void sameSeedGivesSameBitsForAnyNumberOfThreads() {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      try (Device device = Device.cpu(threads)) {
        Noise2VoidTrainer trainer =
            SmallTraining.steps(12)
                .withTraining(
                    SmallTraining.OPTIONS.withBudget(Budget.steps(12)).withDevice(device));
        results.add(trainer.train(NOISY).denoise(NOISY).samples());
      }
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void anotherSeedGivesAnotherModel() {
    Noise2VoidTrainer trainer = SmallTraining.steps(2);
    Noise2VoidTrainer other =
        trainer.withTraining(SmallTraining.OPTIONS.withBudget(Budget.steps(2)).withSeed(2));
    assertThat(trainer.train(NOISY).denoise(NOISY).samples())
        .isNotEqualTo(other.train(NOISY).denoise(NOISY).samples());
  }

  @ParameterizedTest
  @CsvSource({"13, 7", "1, 40", "40, 1", "2, 1", "33, 70"})
  void imagesOfAnySizeWork(int width, int height) {
    Image image = NOISY.withSamples(NOISY.samples());
    float[] samples = new float[width * height];
    image.copyRegion(0, 0, 0, 0, height, width, samples, 0);
    Image small = Image.of(samples, width, height);

    Image denoised = SmallTraining.steps(3).train(small).denoise(small);

    assertThat(denoised.width()).isEqualTo(width);
    assertThat(denoised.height()).isEqualTo(height);
    for (float sample : denoised.samples()) {
      assertThat(sample).isFinite();
    }
  }

  @Test
  void imagesOfDifferentSizesAreLearnedTogether() {
    Image small = Noise.gaussian(50).apply(Specimen.SPOTS.image(20, 50, 1), 1);
    List<TrainingListener.Plan> plans = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(Plan plan) {
            plans.add(plan);
          }
        };
    Denoiser denoiser = SmallTraining.steps(3).train(List.of(small, NOISY), listener);

    assertThat(plans).hasSize(1);
    assertThat(plans.get(0).images()).isEqualTo(2);
    assertThat(plans.get(0).patch()).isEqualTo(new Size3(1, 32, 32));
    assertThat(denoiser.denoise(small).height()).isEqualTo(50);
  }

  @Test
  void aConstantImageStaysWhatItIs() {
    float[] samples = new float[400];
    Arrays.fill(samples, 7);
    Image flat = Image.of(samples, 20, 20);
    for (float sample : SmallTraining.steps(5).train(flat).denoise(flat).samples()) {
      assertThat(sample).isBetween(5f, 9f);
    }
  }

  @Test
  void stacksOfSlicesAreLearnedAsVolumes() {
    Image clean = Specimen.CELLS.volume(40, 36, 9, 1);
    Image noisy = Noise.gaussian(50).apply(clean, 1);
    Denoiser denoiser = SmallTraining.steps(40).train(noisy);

    assertThat(denoiser.description().get("network")).hasFieldOrPropertyWithValue("dimensions", 3);
    Image denoised = denoiser.denoise(noisy);
    assertThat(denoised.depth()).isEqualTo(9);
    assertThat(SmallTraining.gain(clean, noisy, denoised)).isGreaterThan(3);
    assertThatThrownBy(() -> denoiser.denoise(NOISY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trained on stacks of slices");
  }

  @Test
  void framesAreLearnedAsPlanesAndChannelsTogether() {
    float[] samples = new float[3 * 30 * 20 * 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = NOISY.get(0, 0, i % 96, i / 96 % 96, 0) + 100 * (i % 2);
    }
    Image series = Image.of(samples, 3, 1, 30, 20, 2).withType(SampleType.UINT16);
    Denoiser denoiser = SmallTraining.steps(3).train(series);
    Image denoised = denoiser.denoise(series);

    assertThat(denoised.frames()).isEqualTo(3);
    assertThat(denoised.channels()).isEqualTo(2);
    assertThat(denoised.type()).isEqualTo(SampleType.UINT16);
    // Every frame by itself gives the same.
    float[] second = new float[30 * 20 * 2];
    series.plane(1, 0).get(second);
    float[] alone = denoiser.denoise(Image.of(second, 1, 1, 30, 20, 2)).samples();
    float[] within = new float[second.length];
    denoised.plane(1, 0).get(within);
    assertThat(alone).isEqualTo(within);
  }

  @Test
  void aMaskOfOnesOwnIsUsed() {
    MaskStrategy rows =
        (patch, random) -> {
          for (int y = 1 + random.nextInt(2); y < patch.height(); y += 2) {
            for (int x = 0; x < patch.width(); x++) {
              patch.hide(y, x, patch.get(y - 1, x));
            }
          }
        };
    Loss charbonnier =
        (prediction, target, weight) ->
            prediction
                .subtract(target)
                .square()
                .plus(1e-6f)
                .sqrt()
                .multiply(weight)
                .sum()
                .divide(weight.sum());
    Denoiser denoiser = SmallTraining.steps(60).withMask(rows).withLoss(charbonnier).train(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, denoiser.denoise(NOISY))).isGreaterThan(3);
    assertThat(denoiser.description().get("options"))
        .hasFieldOrPropertyWithValue("mask", "custom")
        .hasFieldOrPropertyWithValue("loss", "custom");
  }

  @Test
  void listenersHearWhatHappens() {
    List<Object> events = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(Plan plan) {
            events.add(plan);
          }

          @Override
          public void step(Step step) {
            events.add(step);
          }

          @Override
          public void validation(Validation validation) {
            events.add(validation);
          }

          @Override
          public void ended(End end) {
            events.add(end);
          }
        };
    Denoiser denoiser =
        SmallTraining.steps(25)
            .withTraining(
                SmallTraining.OPTIONS
                    .withPatchSize(16, 4)
                    .withBudget(Budget.steps(25))
                    .withValidationShare(0.1))
            .train(List.of(NOISY), listener);

    assertThat(events).hasSize(7);
    TrainingListener.Plan plan = (TrainingListener.Plan) events.get(0);
    assertThat(plan.method()).isEqualTo("noise2void");
    assertThat(plan.validationPatches()).isEqualTo(4);
    int[] steps = {1, 10, 20, 25};
    double seconds = 0;
    for (int i = 0; i < 4; i++) {
      TrainingListener.Step step = (TrainingListener.Step) events.get(1 + i);
      assertThat(step.step()).isEqualTo(steps[i]);
      assertThat(step.loss()).isBetween(0.01, 5.0);
      assertThat(step.spent()).isEqualTo(steps[i] / 25.0);
      assertThat(step.seconds()).isGreaterThan(seconds);
      assertThat(step.remainingSeconds()).isGreaterThanOrEqualTo(0);
      seconds = step.seconds();
    }
    TrainingListener.Validation validation = (TrainingListener.Validation) events.get(5);
    assertThat(validation.step()).isEqualTo(25);
    TrainingListener.End end = (TrainingListener.End) events.get(6);
    assertThat(end.reason()).isEqualTo(TrainingListener.Reason.BUDGET_SPENT);
    assertThat(end.steps()).isEqualTo(25);
    assertThat(denoiser.history().steps()).isEqualTo(25);
    Point last = denoiser.history().points().get(0);
    assertThat(last.validationLoss()).isEqualTo(validation.loss());
  }

  @Test
  void stopsWhenAskedAndKeepsWhatWasLearned() {
    int[] asked = {0};
    List<TrainingListener.End> ends = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void ended(End end) {
            ends.add(end);
          }
        };
    Denoiser denoiser =
        SmallTraining.steps(10_000).train(List.of(NOISY), listener, () -> asked[0]++ == 13);

    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).reason()).isEqualTo(TrainingListener.Reason.STOPPED);
    assertThat(ends.get(0).steps()).isEqualTo(13);
    assertThat(denoiser.denoise(NOISY).width()).isEqualTo(96);
  }

  @Test
  void memoryStaysConstantFromStepToStep() {
    List<Long> live = new ArrayList<>();
    try (Device device = Device.cpu(2)) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(Step step) {
              live.add(device.memory().liveBytes());
            }
          };
      SmallTraining.steps(60)
          .withTraining(SmallTraining.OPTIONS.withBudget(Budget.steps(60)).withDevice(device))
          .train(List.of(NOISY), listener);
      long model = device.memory().liveBytes();
      assertThat(live).hasSize(7);
      assertThat(live.stream().distinct()).hasSize(1);
      // Gradients, moments and averages are gone; the weights remain.
      assertThat(model).isLessThan(live.get(0) / 2);
    }
  }

  @Test
  void saysWhenTrainingDiverges() {
    Noise2VoidTrainer trainer =
        SmallTraining.steps(200)
            .withTraining(
                SmallTraining.OPTIONS
                    .withBudget(Budget.steps(200))
                    .withDecay(Decay.CONSTANT)
                    .withLearningRate(100));
    Loss exploding = (prediction, target, weight) -> prediction.times(1e30f).square().sum();

    assertThatThrownBy(() -> trainer.withLoss(exploding).train(NOISY))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("at step 50 (learning rate 3.125, last finite loss NaN)")
        .hasMessageContaining("Lower the learning rate");
  }

  @Test
  void failureLeavesNoMemoryBehind() {
    try (Device device = Device.cpu(1)) {
      Noise2VoidTrainer trainer =
          SmallTraining.steps(50)
              .withTraining(SmallTraining.OPTIONS.withDevice(device))
              .withMask(
                  (patch, random) -> {
                    throw new IllegalArgumentException("mask: too small");
                  });
      assertThatThrownBy(() -> trainer.train(NOISY)).hasMessage("mask: too small");
      assertThat(device.memory().liveBytes()).isZero();
    }
  }

  @Test
  void saysWhatIsWrongWithImages() {
    Noise2VoidTrainer trainer = SmallTraining.steps(1);
    assertThatThrownBy(() -> trainer.train())
        .hasMessage("train: no images (expected: at least one)");
    assertThatThrownBy(() -> trainer.train(Image.of(new float[1], 1, 1)))
        .hasMessageContaining("single pixel");
    assertThatThrownBy(() -> trainer.train(NOISY, Image.of(new float[75], 1, 1, 5, 5, 3)))
        .hasMessageContaining("image 1 is 5 x 5 (Y, X), 3 channels")
        .hasMessageContaining("equal numbers of channels");
  }

  @Test
  void saysWhatIsWrongWithOptions() {
    assertThatThrownBy(
            () ->
                SmallTraining.steps(1)
                    .withTraining(SmallTraining.OPTIONS.withPatchSize(33, 4))
                    .train(NOISY))
        .hasMessage(
            "train: patchSize 33 (expected: a multiple of 2, since the network halves images"
                + " repeatedly)");
    assertThatThrownBy(() -> SmallTraining.OPTIONS.withBatchSize(0))
        .hasMessage("training: batchSize 0 (expected: >= 1, <= 65536)");
    assertThatThrownBy(() -> SmallTraining.OPTIONS.withBatchSize(100_000_000))
        .hasMessage("training: batchSize 100000000 (expected: >= 1, <= 65536)");
    assertThatThrownBy(() -> SmallTraining.OPTIONS.withLearningRate(Float.NaN))
        .hasMessage("training: learningRate NaN (expected: > 0, <= 100)");
    assertThatThrownBy(() -> SmallTraining.OPTIONS.withValidationShare(0.6))
        .hasMessage("training: validationShare 0.6 (expected: >= 0, <= 0.5)");
    assertThatThrownBy(() -> SmallTraining.OPTIONS.withWeightAveraging(1))
        .hasMessage("training: weightAveraging 1.0 (expected: >= 0, < 1)");
    assertThatThrownBy(() -> Budget.steps(0)).hasMessage("budget: 0 steps (expected: >= 1)");
    assertThatThrownBy(() -> Noise2VoidOptions.DEFAULT.withMaskedPercent(0))
        .hasMessage("mask percent: 0.0 (expected: > 0, <= 50)");
  }

  @Test
  void plateauNeedsValidation() {
    assertThatThrownBy(
            () ->
                SmallTraining.steps(1)
                    .withTraining(
                        SmallTraining.OPTIONS.withDecay(Decay.PLATEAU).withValidationShare(0))
                    .train(NOISY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validationShare");
  }
}
