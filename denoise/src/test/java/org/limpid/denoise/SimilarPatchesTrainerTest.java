package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.predict.PosteriorReading;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.similar.SimilarPatches;
import org.limpid.denoise.similar.Stabilizer;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.TrainingListener;

class SimilarPatchesTrainerTest {

  private static final Image CLEAN = Specimen.MIXED.image(192, 192, 1);
  private static final Image NOISY = Noise.poissonGaussian(8, 10).apply(CLEAN, 1);

  private static Denoiser train(Image... images) {
    return new SimilarPatchesTrainer().train(List.of(images), TrainingListener.NONE);
  }

  @Test
  void removesNoiseAsThePatchesThemselvesDo() {
    Image result = train(NOISY).denoise(NOISY);
    Image direct = new SimilarPatches().withNoise(Stabilizer.of(NOISY)).denoise(NOISY);

    assertThat(SmallTraining.gain(CLEAN, NOISY, result)).isGreaterThan(7);
    assertThat(SmallTraining.gain(direct, NOISY, result)).isGreaterThan(50);
  }

  /** The control: it would be taken for texture. */
  @Test
  void noiseThatNeighboursShareIsRefused() {
    Image correlated = Noise.correlated(30, 1).apply(CLEAN, 1);
    assertThatThrownBy(() -> train(correlated))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("similar-patches: neighbouring pixels share noise");
  }

  /** A model knows the noise of what it was made from, and nothing else. */
  @Test
  void aModelGivesTheSameBits(@TempDir Path folder) throws IOException {
    Denoiser made = train(NOISY);
    Path file = folder.resolve("m.safetensors");
    made.save(file);
    Denoiser loaded = Denoiser.load(file);

    assertThat(loaded.denoise(NOISY).samples()).isEqualTo(made.denoise(NOISY).samples());
    assertThat(loaded.description()).isEqualTo(made.description());
    assertThat(String.valueOf(loaded.description()))
        .contains("kind=pass_through", "kind=similar_patches");
  }

  /** Seams of tiles are not nothing, but far below what noise is left. */
  @Test
  void tilesDifferLittle() {
    Denoiser denoiser = train(NOISY);
    Image whole = denoiser.denoise(NOISY);
    Image tiled =
        denoiser
            .withPrediction(PredictionOptions.DEFAULT.withMemoryBytes(200L * 160 * 160))
            .denoise(NOISY);
    float[] a = whole.samples();
    float[] b = tiled.samples();
    assertThat(b).isNotEqualTo(a);
    for (int i = 0; i < a.length; i++) {
      assertThat(b[i]).isCloseTo(a[i], within(2f));
    }
    assertThat(SmallTraining.gain(whole, NOISY, tiled)).isGreaterThan(30);
  }

  @Test
  void noiseOfModelsIsFinite() {
    assertThatThrownBy(
            () ->
                new PosteriorReading(List.of(Double.POSITIVE_INFINITY), List.of(0.0), List.of(0.1)))
        .hasMessageContaining("expected: one of each for every channel, finite, floors above 0");
    assertThatThrownBy(() -> new PosteriorReading(List.of(1.0), List.of(Double.NaN), List.of(0.1)))
        .hasMessageContaining("slopes [NaN]");
  }
}
