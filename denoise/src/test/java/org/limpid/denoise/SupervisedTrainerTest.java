package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.backend.Size3;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.DrawnPercentiles;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Selection;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/** Inputs have a tenth of the light of the targets, on another background. */
class SupervisedTrainerTest {

  private static final Image CLEAN = Specimen.CELLS.image(96, 96, 1);
  private static final Image DIM = Noise.gaussian(3).apply(dimmed(CLEAN), 1);

  private static Image dimmed(Image image) {
    float[] samples = image.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 1000 + samples[i] / 10;
    }
    return image.withSamples(samples);
  }

  private static SupervisedTrainer steps(int steps) {
    return new SupervisedTrainer(
        SupervisedOptions.DEFAULT,
        SmallTraining.OPTIONS
            .withNetwork(SmallTraining.OPTIONS.network().withResidual(true))
            .withScaling(SupervisedTrainer.DEFAULT_TRAINING.scaling())
            .withBudget(Budget.steps(steps)));
  }

  private static double psnr(Image truth, Image result) {
    return Quality.of(truth, result, 255, false).psnr();
  }

  /** What it has not seen comes out clean, and as bright as targets are. */
  @Test
  void resultsAreOnTheScaleOfTheTargets() {
    Denoiser denoiser = steps(150).train(List.of(new ImagePair(DIM, CLEAN)));

    Image unseen = Specimen.CELLS.image(96, 96, 5);
    Image result = denoiser.denoise(Noise.gaussian(3).apply(dimmed(unseen), 6));

    // With gain and offset undone by hand the noise of 3, then 30, would leave 18.6 dB.
    assertThat(psnr(unseen, result)).isGreaterThan(24);
  }

  /** Targets that belong to other inputs teach nothing but their mean or median. */
  @Test
  void failsIfPairsAreMixedUp() {
    Image other = Specimen.CELLS.image(96, 96, 7);
    Image third = Specimen.CELLS.image(96, 96, 8);
    List<ImagePair> mixedUp = List.of(new ImagePair(DIM, other), new ImagePair(DIM, third));

    Image result = steps(150).train(mixedUp).denoise(DIM);

    assertThat(psnr(CLEAN, result)).isLessThan(20);
  }

  @Test
  void laplaceGivesTheMiddleAndSurvivesAFile(@TempDir Path folder) throws IOException {
    SupervisedTrainer trainer =
        steps(150).withOptions(SupervisedOptions.DEFAULT.withLoss(PairLoss.LAPLACE));
    Denoiser denoiser = trainer.train(List.of(new ImagePair(DIM, CLEAN)));
    Path file = folder.resolve("laplace.safetensors");
    denoiser.save(file);

    Image result = Denoiser.load(file).denoise(DIM);

    assertThat(result.samples()).isEqualTo(denoiser.denoise(DIM).samples());
    assertThat(psnr(CLEAN, result)).isGreaterThan(24);
    Map<?, ?> network = part(denoiser, "network");
    assertThat(network.get("outputChannels")).isEqualTo(2);
    assertThat(network.get("residual")).isEqualTo(false);
  }

  @Test
  void eachSideHasItsPercentiles() {
    float[] ramp = new float[1001];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i;
    }
    Image input = Image.wrap(ramp, 1, 1, 7, 143, 1);
    float[] tenfold = ramp.clone();
    for (int i = 0; i < tenfold.length; i++) {
      tenfold[i] = 10 * i + 5;
    }
    ImagePair pair = new ImagePair(input, input.withSamples(tenfold));
    Denoiser denoiser = steps(1).train(List.of(pair));

    assertThat(scale(denoiser, "normalization", "means")).isEqualTo(List.of(20.0));
    assertThat(scale(denoiser, "normalization", "deviations")).isEqualTo(List.of(978.0));
    assertThat(scale(denoiser, "output", "means")).isEqualTo(List.of(205.0));
    assertThat(scale(denoiser, "output", "deviations")).isEqualTo(List.of(9780.0));
  }

  private static List<?> scale(Denoiser denoiser, String side, String what) {
    return (List<?>) Objects.requireNonNull(part(denoiser, side).get(what));
  }

  private static Map<?, ?> part(Denoiser denoiser, String name) {
    return (Map<?, ?>) Objects.requireNonNull(denoiser.description().get(name));
  }

  @Test
  void stopsWhenAskedAndKeepsWhatWasLearned() {
    int[] asked = {0};
    Denoiser denoiser =
        steps(10_000)
            .train(
                List.of(new ImagePair(DIM, CLEAN)), TrainingListener.NONE, () -> asked[0]++ == 3);
    assertThat(denoiser.history().steps()).isEqualTo(3);
    assertThat(denoiser.description()).containsEntry("method", "supervised");
  }

  /** Clean targets rank weights; noisy ones, as of Noise2Noise, do not, which is a warning. */
  @Test
  void theBestWeightsAreTakenWherePixelsSuffice() {
    List<String> warnings = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    TrainingOptions best =
        SmallTraining.OPTIONS.withBudget(Budget.steps(1)).withSelection(Selection.BEST);
    SupervisedTrainer trainer = new SupervisedTrainer(SupervisedOptions.DEFAULT, best);
    trainer.train(List.of(new ImagePair(DIM, CLEAN)), listener, () -> false);
    assertThat(warnings).singleElement().asString().startsWith("too few pixels to hold out");

    warnings.clear();
    trainer
        .withTraining(best.withValidationShare(0.5))
        .train(List.of(new ImagePair(DIM, CLEAN)), listener, () -> false);
    assertThat(warnings).singleElement().asString().startsWith("only 5 patches are held out");

    warnings.clear();
    new Noise2NoiseTrainer(Noise2NoiseOptions.DEFAULT, best)
        .train(List.of(new ImagePair(DIM, DIM)), listener, () -> false);
    assertThat(warnings).singleElement().asString().contains("noise hides which weights are best");
  }

  /** As the authors' tool draws patches it learns as well, and bears what is brighter better. */
  @Test
  void learnsOnDrawnScales() {
    Denoiser one = steps(150).train(List.of(new ImagePair(DIM, CLEAN)));
    Denoiser drawn =
        steps(150).withOptions(SupervisedOptions.CARE).train(List.of(new ImagePair(DIM, CLEAN)));
    Image unseen = Specimen.CELLS.image(96, 96, 5);
    Image noisy = Noise.gaussian(3).apply(dimmed(unseen), 6);
    assertThat(psnr(unseen, drawn.denoise(noisy))).isGreaterThan(24);
    assertThat(String.valueOf(drawn.description().get("options")))
        .contains("drawnPercentiles=true, foreground=0.4");
    assertThat(drawn.denoise(noisy).samples()).isNotEqualTo(one.denoise(noisy).samples());
  }

  @Test
  void backgroundIsLeftOut() {
    // One bright spot: most patches show nothing but zeros.
    float[] samples = new float[96 * 96];
    for (int y = 4; y < 12; y++) {
      Arrays.fill(samples, y * 96 + 4, y * 96 + 12, 100);
    }
    Image spot = Image.of(samples, 96, 96);
    TrainingPairs data =
        TrainingPairs.apart(List.of(new ImagePair(spot, spot)), Scaling.NONE, null);
    PairSamples pairs =
        new PairSamples(
            PatchSampler.of(data.inputs().sources(), new Size3(1, 16, 16)),
            data.targets().sources(),
            false,
            Augmentation.NONE);
    assertThat(bright(pairs)).isLessThan(20);
    DrawnPercentiles percentiles = DrawnPercentiles.of(data.inputs().sources());
    CareSamples care =
        new CareSamples(
            pairs,
            percentiles,
            percentiles,
            data.targets().normalization(),
            SupervisedOptions.DEFAULT.withForeground(0.4));
    assertThat(bright(care)).isGreaterThan(80);
    assertThatThrownBy(() -> SupervisedOptions.DEFAULT.withForeground(1))
        .hasMessage("supervised: foreground 1.0 (expected: >= 0, < 1)");
  }

  private static int bright(SampleSource source) {
    int bright = 0;
    for (int i = 0; i < 100; i++) {
      float most = 0;
      for (float value : source.training(new RandomKey(1, 2, i)).target().values()) {
        most = Math.max(most, value);
      }
      bright += most > 40 ? 1 : 0;
    }
    return bright;
  }
}
