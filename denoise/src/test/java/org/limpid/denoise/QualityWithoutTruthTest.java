package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.nn.Loss;

/** What is estimated without a truth is close to what the truth says. */
class QualityWithoutTruthTest {

  private static final Image CLEAN = Specimen.CELLS.image(160, 160, 1);

  @TempDir private Path folder = Path.of("");

  private static Denoiser train(Image noisy) {
    return SmallTraining.steps(120)
        .withTraining(SmallTraining.OPTIONS.withBudget(Budget.steps(120)).withValidationShare(0.4))
        .train(noisy);
  }

  /** Mean squared error on the network's scale. */
  private static double error(Image clean, Image result, double deviation) {
    float[] truth = clean.samples();
    float[] values = result.samples();
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double miss = (values[i] - truth[i]) / deviation;
      sum += miss * miss;
    }
    return sum / truth.length;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEstimateIsCloseToTheTruth(boolean photons) throws Exception {
    Noise noise = photons ? Noise.poissonGaussian(8, 10) : Noise.gaussian(40);
    Image noisy = noise.apply(CLEAN, 1);
    Denoiser denoiser = train(noisy);
    double deviation = Normalization.of(Frames.planes(noisy)).deviations().get(0);
    double actualNoise = error(CLEAN, noisy, deviation);
    double actual = error(CLEAN, denoiser.denoise(noisy), deviation);

    QualityEstimate quality = denoiser.history().quality();
    assertThat(quality).isNotNull();
    assertThat(quality.noise()).isCloseTo(actualNoise, within(0.12 * actualNoise));
    assertThat(quality.error()).isCloseTo(actual, within(0.15 * actualNoise));
    assertThat(quality.low()).isLessThan(quality.error());
    assertThat(quality.high()).isGreaterThan(quality.error());
    assertThat(actual).isLessThan(quality.high());

    Path file = folder.resolve("model.safetensors");
    denoiser.save(file);
    assertThat(Denoiser.load(file).history()).isEqualTo(denoiser.history());
  }

  @Test
  void noiseThatNeighboursShareHasNoFloor() {
    Image noisy = Noise.correlated(40, 1).apply(CLEAN, 1);
    Normalization scale = Normalization.of(Frames.planes(noisy));
    assertThat(TargetNoise.of(List.of(noisy), scale)).isNull();
  }

  @Test
  void anotherLossHasNoFloor() {
    Denoiser denoiser =
        SmallTraining.steps(2)
            .withTraining(
                SmallTraining.OPTIONS.withBudget(Budget.steps(2)).withValidationShare(0.4))
            .withLoss(Loss.MEAN_ABSOLUTE_ERROR)
            .train(Noise.gaussian(40).apply(CLEAN, 1));
    assertThat(denoiser.history().quality()).isNull();
  }

  @Test
  void theNoiseModelIsOnTheNetworksScale() {
    Image noisy = Noise.gaussian(40).apply(CLEAN, 1);
    NoiseModel model =
        TargetNoise.of(List.of(noisy), new Normalization(List.of(100.0), List.of(20.0)));
    assertThat(model).isNotNull();
    assertThat(model.offsets().get(0)).isCloseTo(4, within(0.4));
    assertThat(model.slopes()).containsExactly(0.0);
  }
}
