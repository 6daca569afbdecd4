package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.denoise.training.TrainingOptions;

/**
 * By how many decibels noise is reduced is told without a truth. {@code benchmarks/quality.sh
 * estimate} measures more cases.
 */
@Tag("once")
class QualityInDecibelsTest {

  private static final Image CLEAN = Specimen.CELLS.image(224, 224, 3);

  private static Image noisy(String kind, double strength) {
    Noise noise =
        kind.equals("gaussian") ? Noise.gaussian(strength) : Noise.poissonGaussian(strength, 3);
    return noise.apply(CLEAN, 1);
  }

  /** Nine of ten estimates are within half a decibel; the fifth of these is not. */
  @ParameterizedTest
  @CsvSource({
    "gaussian, 10, zs-n2n, 0.5",
    "gaussian, 25, noise2void, 0.5",
    "gaussian, 25, zs-n2n, 0.5",
    "gaussian, 50, noise2void, 0.5",
    "photons, 2, noise2void, 0.8",
    "photons, 8, zs-n2n, 0.5"
  })
  void theEstimateIsCloseToTheTruthAndItsIntervalHoldsIt(
      String kind, double strength, String method, double most) {
    Image noisy = noisy(kind, strength);
    TrainingOptions options =
        SmallTraining.OPTIONS.withBudget(Budget.steps(200)).withValidationShare(0.25);
    Denoiser denoiser =
        method.equals("zs-n2n")
            ? new ZeroShotNoise2NoiseTrainer(
                    options.withNetwork(
                        ZeroShotNoise2NoiseTrainer.TRAINING.network().withFilters(16)))
                .train(noisy)
            : new Noise2VoidTrainer().withTraining(options).train(noisy);
    double truth = SmallTraining.gain(CLEAN, noisy, denoiser.denoise(noisy));
    QualityEstimate quality = denoiser.history().quality();
    assertThat(quality).isNotNull();
    assertThat(quality.decibels(quality.error())).isCloseTo(truth, within(most));
    assertThat(truth).isBetween(quality.decibels(quality.high()), quality.decibels(quality.low()));
  }
}
