package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;

class PosteriorTrainerTest {

  private static final Image CLEAN = Specimen.MIXED.image(192, 192, 1);
  private static final Image NOISY = Noise.poissonGaussian(8, 10).apply(CLEAN, 1);

  private static PosteriorTrainer steps(int steps) {
    return new PosteriorTrainer()
        .withTraining(SmallTraining.OPTIONS.withBudget(Budget.steps(steps)));
  }

  /** With the same seed, steps and masks. */
  @Test
  @Tag("once")
  void isBetterThanNoise2VoidWhereThereIsDetail() {
    Noise2VoidTrainer blindSpot = SmallTraining.steps(900).withOptions(Noise2VoidOptions.UNIFORM);
    Image without = blindSpot.train(NOISY).denoise(NOISY);
    Image with = steps(900).train(NOISY).denoise(NOISY);

    double better =
        SmallTraining.gain(CLEAN, NOISY, with) - SmallTraining.gain(CLEAN, NOISY, without);
    assertThat(better).isGreaterThan(0.3);
  }

  /** The control: there it would be told of noise that surroundings give away. */
  @Test
  void noiseThatNeighboursShareIsRefused() {
    Image correlated = Noise.correlated(30, 1).apply(CLEAN, 1);

    assertThatThrownBy(() -> steps(1).train(correlated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("posterior: neighbouring pixels share noise");
  }

  @Test
  void sameSeedGivesSameBitsForAnyNumberOfThreads() {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      try (Device device = Device.cpu(threads)) {
        TrainingOptions options =
            SmallTraining.OPTIONS.withBudget(Budget.steps(8)).withDevice(device);
        results.add(
            new PosteriorTrainer().withTraining(options).train(NOISY).denoise(NOISY).samples());
      }
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void survivesAFileAndOlderVersionsRefuseIt(@TempDir Path folder) throws IOException {
    Denoiser denoiser = steps(3).train(NOISY);
    Path file = folder.resolve("m.safetensors");
    denoiser.save(file);

    Denoiser again = Denoiser.load(file);
    assertThat(again.denoise(NOISY).samples()).isEqualTo(denoiser.denoise(NOISY).samples());
    // A version that does not know this kind of reading names it instead of ignoring it.
    assertThat(String.valueOf(again.description().get("reading")))
        .contains("kind=posterior", "offsets=", "slopes=", "floors=");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Files.writeString(
        file,
        text.replace("kind\\\":\\\"posterior", "kind\\\":\\\"foreknown"),
        StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Denoiser.load(file)).hasMessageContaining("newer version");
  }

  @Test
  void colourAndVolumesAreLearned() {
    Image plane = Noise.gaussian(30).apply(Specimen.CELLS.image(48, 48, 1), 1);
    Image other = Noise.gaussian(30).apply(Specimen.CELLS.image(48, 48, 1), 2);
    float[] both = new float[2 * 48 * 48];
    for (int i = 0; i < both.length; i++) {
      both[i] = i % 2 == 0 ? plane.samples()[i / 2] : other.samples()[i / 2];
    }
    Image colour = Image.of(both, 1, 1, 48, 48, 2);
    assertThat(steps(3).train(colour).denoise(colour).channels()).isEqualTo(2);

    Image volume = Noise.gaussian(40).apply(Specimen.CELLS.volume(40, 36, 9, 1), 1);
    assertThat(steps(3).train(volume).denoise(volume).depth()).isEqualTo(9);
  }
}
