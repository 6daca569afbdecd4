package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.IterativeRefinementTrainer.Pilot;
import org.limpid.denoise.masking.Replacement;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;

class IterativeRefinementTrainerTest {

  private static final Image CLEAN = Specimen.MIXED.image(192, 192, 1);
  private static final Image NOISY = Noise.poissonGaussian(8, 10).apply(CLEAN, 1);

  private static TrainingOptions options(int steps) {
    return SmallTraining.OPTIONS.withBudget(Budget.steps(steps));
  }

  private static IterativeRefinementTrainer steps(int steps) {
    return new IterativeRefinementTrainer().withTraining(options(steps));
  }

  /** With the same seed and as many steps in all; 0.19 dB were seen. */
  @Test
  @Tag("once")
  void isBetterThanNoise2Void() {
    Image without = SmallTraining.steps(300).train(NOISY).denoise(NOISY);
    Image with = steps(300).train(NOISY).denoise(NOISY);

    double better =
        SmallTraining.gain(CLEAN, NOISY, with) - SmallTraining.gain(CLEAN, NOISY, without);
    assertThat(better).isGreaterThan(0.15);
  }

  /** Each image is estimated by itself; a stop before the first step asks for nothing. */
  @Test
  void severalImagesStartFromTheirOwnPatches() {
    Image other = Noise.poissonGaussian(8, 10).apply(Specimen.MIXED.image(96, 144, 2), 2);
    IterativeRefinementTrainer trainer = steps(4).withRounds(2).withPilot(Pilot.SIMILAR_PATCHES);

    Denoiser denoiser = trainer.train(NOISY, other);
    assertThat(denoiser.denoise(other).height()).isEqualTo(144);
    assertThat(denoiser.history().steps()).isEqualTo(4);
    assertThat(String.valueOf(denoiser.description().get("options")))
        .contains("pilot=similar_patches");
    assertThat(denoiser.history().quality()).isNotNull();
    Denoiser none = trainer.train(List.of(NOISY, other), TrainingListener.NONE, () -> true);
    assertThat(none.history().steps()).isZero();
  }

  /** The control: there fresh noise would not be like that of the images. */
  @Test
  void noiseThatNeighboursShareIsRefused() {
    Image correlated = Noise.correlated(30, 1).apply(CLEAN, 1);

    assertThatThrownBy(() -> steps(2).train(correlated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("refinement: neighbouring pixels share noise");
  }

  /** Another control: a start that denoises nothing is learned by heart, noise and all. */
  @Test
  void cannotGetBetterThanNothing() {
    Noise2VoidTrainer copying =
        new Noise2VoidTrainer(
            Noise2VoidOptions.DEFAULT.withReplacement(Replacement.IDENTITY), options(250));
    TrainingOptions start = copying.train(NOISY).continuing(options(30));
    Image result = new IterativeRefinementTrainer().withTraining(start).train(NOISY).denoise(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, result)).isLessThan(3);
  }

  @Test
  void sameSeedGivesSameBitsForAnyNumberOfThreads() {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      try (Device device = Device.cpu(threads)) {
        results.add(
            new IterativeRefinementTrainer()
                .withRounds(2)
                .withTraining(options(9).withDevice(device))
                .train(NOISY)
                .denoise(NOISY)
                .samples());
      }
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void goesOnFromAModelWithRoundsOnly(@TempDir Path folder) throws IOException {
    Denoiser first = SmallTraining.steps(4).train(NOISY);
    List<Integer> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void ended(End end) {
            steps.add(end.steps());
          }
        };
    Denoiser refined =
        new IterativeRefinementTrainer()
            .withTraining(first.continuing(options(6)))
            .train(List.of(NOISY), listener, () -> false);

    assertThat(steps).containsExactly(6);
    Path file = folder.resolve("m.safetensors");
    refined.save(file);
    Denoiser again = Denoiser.load(file);
    assertThat(again.denoise(NOISY).samples()).isEqualTo(refined.denoise(NOISY).samples());
    assertThat(String.valueOf(again.description().get("options")))
        .contains("rounds=1", "noise={offsets=");
  }

  @Test
  void volumesAreLearnedAndRoundsAreChecked() {
    Image volume = Noise.gaussian(40).apply(Specimen.CELLS.volume(40, 36, 9, 1), 1);
    assertThat(steps(4).train(volume).denoise(volume).depth()).isEqualTo(9);
    assertThatThrownBy(() -> new IterativeRefinementTrainer().withRounds(0))
        .hasMessage("refinement: rounds 0 (expected: 1 to 100)");
  }
}
