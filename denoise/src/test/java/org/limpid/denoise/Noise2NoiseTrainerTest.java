package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.synthetic.ClutteredCells;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.tensor.Device;

@Tag("once")
class Noise2NoiseTrainerTest {

  private static final Image CLEAN = Specimen.CELLS.image(96, 96, 1);
  private static final Noise NOISE = Noise.correlated(50, 1);
  private static final Image NOISY = NOISE.apply(CLEAN, 1);
  private static final Image OTHER = NOISE.apply(CLEAN, 2);
  private static final List<ImagePair> PAIR = List.of(new ImagePair(NOISY, OTHER));

  private static Noise2NoiseTrainer steps(int steps) {
    return new Noise2NoiseTrainer()
        .withTraining(SmallTraining.OPTIONS.withBudget(Budget.steps(steps)));
  }

  /** Noise2Void keeps this noise; see there. Figures of a full training are in docs/quality.md. */
  @Test
  void removesNoiseThatNeighboursShare() {
    Image denoised = steps(150).train(PAIR).denoise(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, denoised)).isGreaterThan(5);
  }

  /** The noise of a target must be another than that of its input. */
  @Test
  void failsIfBothImagesHaveTheSameNoise() {
    Image denoised = steps(200).train(List.of(new ImagePair(NOISY, NOISY))).denoise(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, denoised)).isLessThan(1.5);
  }

  /**
   * The scenario of the exercise, shortened. The noisy images have 12.96 dB, all-dark ones 17.24,
   * the pixelwise minimum of both shots 23.96.
   */
  @Test
  void absoluteErrorTakesClutterAwayAndSquaredErrorKeepsItsMean() {
    ClutteredCells cells = ClutteredCells.PAIRED;
    Noise2NoiseTrainer trainer =
        new Noise2NoiseTrainer(Noise2NoiseOptions.DEFAULT, ClutterTraining.steps(120));
    Noise2NoiseTrainer squared =
        trainer.withOptions(Noise2NoiseOptions.DEFAULT.withLoss(PairLoss.MSE));

    ClutterTraining.Score absolute = ClutterTraining.Score.of(cells, trainer.train(cells::pair));
    ClutterTraining.Score control = ClutterTraining.Score.of(cells, squared.train(cells::pair));

    assertThat(absolute.psnr()).isGreaterThan(22);
    assertThat(absolute.bias()).isLessThan(0.025);
    assertThat(control.psnr()).isLessThan(21.5);
    // The mean of the clutter is 0.0739.
    assertThat(control.bias()).isCloseTo(0.074, within(0.02));
  }

  @Test
  void annealedLossTakesClutterAway() {
    ClutteredCells cells = ClutteredCells.PAIRED;
    Noise2NoiseTrainer trainer =
        new Noise2NoiseTrainer(
            Noise2NoiseOptions.DEFAULT.withLoss(PairLoss.ANNEALED_L0), ClutterTraining.steps(120));

    ClutterTraining.Score score = ClutterTraining.Score.of(cells, trainer.train(cells::pair));

    assertThat(score.psnr()).isGreaterThan(22);
    assertThat(score.bias()).isLessThan(0.025);
  }

  @Test
  void learnsVolumesAndColours() {
    Image volume = Specimen.CELLS.volume(20, 16, 6, 1);
    List<ImagePair> volumes =
        List.of(new ImagePair(NOISE.apply(volume, 1), NOISE.apply(volume, 2)));
    Denoiser inDepth = steps(2).train(volumes);
    assertThat(inDepth.denoise(volume)).hasToString(volume.toString());
    assertThat(part(inDepth, "network").get("dimensions")).isEqualTo(3);

    float[] samples = NOISY.samples();
    Image colours = Image.wrap(samples, 1, 1, 32, 96, 3);
    Denoiser colourful = steps(2).train(List.of(new ImagePair(colours, colours)));
    assertThat(colourful.denoise(colours)).hasToString(colours.toString());
  }

  private static Map<?, ?> part(Denoiser denoiser, String name) {
    return (Map<?, ?>) Objects.requireNonNull(denoiser.description().get(name));
  }

  @Test
  void sameSeedGivesSameBitsForAnyNumberOfThreads() {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      try (Device device = Device.cpu(threads)) {
        Noise2NoiseTrainer trainer =
            steps(8)
                .withTraining(SmallTraining.OPTIONS.withBudget(Budget.steps(8)).withDevice(device));
        results.add(trainer.train(PAIR).denoise(NOISY).samples());
      }
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
  }

  @Test
  void aModelIsAFileThatKnowsItsMethod(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("pairs.safetensors");
    Denoiser denoiser = steps(2).train(PAIR);
    denoiser.save(file);

    Denoiser again = Denoiser.load(file);

    assertThat(again.denoise(NOISY).samples()).isEqualTo(denoiser.denoise(NOISY).samples());
    assertThat(again.description()).containsEntry("method", "noise2noise");
    assertThat(part(again, "options").get("loss")).isEqualTo("mae");
    assertThat(part(again, "options").get("swap")).isEqualTo(true);
  }

  @Test
  void stopsWhenAskedAndKeepsWhatWasLearned() {
    int[] asked = {0};
    Denoiser denoiser = steps(10_000).train(PAIR, TrainingListener.NONE, () -> asked[0]++ == 5);
    assertThat(denoiser.history().steps()).isEqualTo(5);
    assertThat(denoiser.denoise(NOISY).width()).isEqualTo(96);
  }

  @Test
  void saysWhatIsWrongWithPairs() {
    assertThatThrownBy(() -> new ImagePair(NOISY, Specimen.CELLS.image(96, 95, 1)))
        .hasMessage(
            "pair: input is 96 x 96 (Y, X), 1 channel, float32, target is 95 x 96 (Y, X), 1"
                + " channel, float32 (expected: equal sizes and channels)");
    assertThatThrownBy(() -> steps(1).train(List.of()))
        .hasMessage("train: no pairs of images (expected: at least one)");
    Image volume = Specimen.CELLS.volume(20, 16, 6, 1);
    assertThatThrownBy(() -> steps(1).train(List.of(PAIR.get(0), new ImagePair(volume, volume))))
        .hasMessageStartingWith("train: pair 1 is 6 x 16 x 20 (Z, Y, X)");
  }

  @Test
  void saysWhatIsWrongWithAGenerator() {
    int[] asked = {0};
    PairGenerator changing = key -> asked[0]++ < 64 ? PAIR.get(0) : new ImagePair(three(), three());
    assertThatThrownBy(() -> steps(1).train(changing))
        .hasMessageStartingWith("train: the generator gave 32 x 96 (Y, X), 3 channels")
        .hasMessageEndingWith("(expected: one frame, 1 channels as in its first pair)");
  }

  private static Image three() {
    return Image.wrap(NOISY.samples(), 1, 1, 32, 96, 3);
  }
}
