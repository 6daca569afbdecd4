package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Trainers that learn one half of the pixels from the other. */
class HalvedTrainersTest {

  private static final Image CLEAN = Specimen.CELLS.image(128, 128, 1);
  private static final Image NOISY = Noise.gaussian(40).apply(CLEAN, 1);
  private static final Image SHARED = Noise.correlated(40, 1).apply(CLEAN, 1);
  private static final TrainingOptions ZERO_SHOT =
      ZeroShotNoise2NoiseTrainer.TRAINING
          .withPatchSize(32, 4)
          .withWeightAveraging(0.95f)
          .withBudget(Budget.steps(250));

  private static double gain(Image noisy, Denoiser denoiser) {
    return SmallTraining.gain(CLEAN, noisy, denoiser.denoise(noisy));
  }

  private static Neighbor2NeighborTrainer neighbours(float consistency) {
    return new Neighbor2NeighborTrainer(
        new Neighbor2NeighborOptions(consistency),
        SmallTraining.OPTIONS.withBudget(Budget.steps(300)));
  }

  @Test
  @Tag("once")
  void neighboursTellWhiteNoiseFromSignalAndSharedNoiseNot() {
    assertThat(gain(NOISY, neighbours(2).train(NOISY))).isGreaterThan(8.5);
    assertThat(gain(SHARED, neighbours(2).train(SHARED))).isLessThan(3); // the control that fails
  }

  @Test
  @Tag("once")
  void diagonalsTellWhiteNoiseFromSignalAndSharedNoiseNot() {
    ZeroShotNoise2NoiseTrainer trainer = new ZeroShotNoise2NoiseTrainer(ZERO_SHOT);
    assertThat(gain(NOISY, trainer.train(NOISY))).isGreaterThan(8);
    assertThat(gain(SHARED, trainer.train(SHARED))).isLessThan(3);
  }

  /** Lines of one pixel: neighbours differ by more than noise, which consistency makes up for. */
  @Test
  @Tag("once")
  void consistencyKeepsDetailOfOnePixel() {
    float[] lines = new float[96 * 96];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i % 96 % 6 == 0 ? 200 : 50;
    }
    Image clean = Image.of(lines, 96, 96);
    Image noisy = Noise.gaussian(20).apply(clean, 1);
    double without = SmallTraining.gain(clean, noisy, neighbours(0).train(noisy).denoise(noisy));
    double with = SmallTraining.gain(clean, noisy, neighbours(8).train(noisy).denoise(noisy));
    assertThat(with).isGreaterThan(without + 1).isPositive();
  }

  @Test
  void theNetworkIsThePublishedOne() {
    float[] colours = new float[32 * 32 * 3];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = i % 7;
    }
    long[] parameters = {0};
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void started(Plan plan) {
            parameters[0] = plan.parameters();
          }
        };
    Denoiser denoiser =
        new ZeroShotNoise2NoiseTrainer(ZERO_SHOT.withBudget(Budget.steps(1)))
            .train(List.of(Image.wrap(colours, 1, 1, 32, 32, 3)), ear);
    // 3x3x3x48 + 48, 3x3x48x48 + 48, 48x3 + 3.
    assertThat(parameters[0]).isEqualTo(22_275);
    assertThat(String.valueOf(denoiser.description().get("network")))
        .contains("depth=0", "filters=48", "residual=true");
  }

  @Test
  void volumesAreHalvedSliceBySlice() throws IOException {
    Image volume = Noise.gaussian(40).apply(Specimen.CELLS.volume(36, 33, 6, 1), 1);
    TrainingOptions few = SmallTraining.OPTIONS.withBudget(Budget.steps(4));
    for (Denoiser denoiser :
        List.of(
            neighbours(2).withTraining(few).train(volume),
            new ZeroShotNoise2NoiseTrainer(ZERO_SHOT.withBudget(Budget.steps(4))).train(volume))) {
      Image result = denoiser.denoise(volume);
      assertThat(result).hasToString(volume.toString());
      assertThat(result.samples()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void oddExtentsAndGapsAreLeftOut() {
    float[] samples = Noise.gaussian(10).apply(Specimen.CELLS.image(31, 27, 1), 1).samples();
    samples[40] = Float.NaN;
    Image image = Image.of(samples, 31, 27);
    TrainingOptions few = ZERO_SHOT.withBudget(Budget.steps(3));
    float[] result = new ZeroShotNoise2NoiseTrainer(few).train(image).denoise(image).samples();
    assertThat(result[40]).isNaN();
    result[40] = 0;
    assertThat(result).doesNotContain(Float.NaN);
  }

  @Test
  void whatHasNoHalvesIsRefused() {
    assertThatThrownBy(() -> neighbours(2).train(Image.of(new float[] {1, 2}, 2, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: patches of 2 x 2 pixels are too small to learn from their halves (expected: at"
                + " least 4 x 4, as the network halves images repeatedly)");
  }

  @Test
  void cellsArePickedPlaneByPlane() {
    Cells cells = new Cells(Shape.of(2, 5, 4, 1), new Size3(1, 1, 1));
    assertThat(cells.count()).isEqualTo(8);
    assertThat(cells.pixels(cell -> cell % 4)).containsExactly(0, 3, 12, 15, 20, 23, 32, 35);
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.of(Device.cpu(), Shape.of(2, 5, 4, 1), values);
      Tensor half = cells.take(x, cells.pixels(cell -> 3));
      assertThat(half.shape()).isEqualTo(Shape.of(2, 2, 2, 1));
      assertThat(half.toArray()).containsExactly(5, 7, 13, 15, 25, 27, 33, 35);
    }
    Cells coarse = new Cells(Shape.of(1, 14, 8, 1), new Size3(1, 2, 2));
    assertThat(coarse.count()).isEqualTo(6 * 4);
  }

  /** Published mean of Kodak's 24 images at sigma 25: 29.07 dB. */
  @Test
  @Tag("once")
  void aPhotographIsDenoisedWithinSeconds() throws IOException {
    Image clean =
        Image.read(SharedData.of("kodak24_color/kodim03.png")).withType(SampleType.FLOAT32);
    Image noisy = Noise.gaussian(25).apply(clean, 1);
    TrainingOptions quick = ZeroShotNoise2NoiseTrainer.TRAINING.withBudget(Budget.steps(150));
    Image result = new ZeroShotNoise2NoiseTrainer(quick).train(noisy).denoise(noisy);
    assertThat(Quality.of(clean, result, 255, false).psnr()).isGreaterThan(28);
  }
}
