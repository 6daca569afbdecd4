package org.limpid.denoise;

import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;

/** Trainings that take seconds. */
final class SmallTraining {

  /** A network of one level with 8 filters; patches of 32 x 32, or 4 slices of 16 x 16. */
  static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(8))
          .withPatchSize(32, 4)
          .withLearningRate(4e-3f)
          .withWeightAveraging(0.95f);

  private SmallTraining() {}

  static Noise2VoidTrainer steps(int steps) {
    return new Noise2VoidTrainer(
        Noise2VoidOptions.DEFAULT, OPTIONS.withBudget(Budget.steps(steps)));
  }

  /** By how many dB a denoised image is closer to the clean one than the noisy image. */
  static double gain(Image clean, Image noisy, Image denoised) {
    return Quality.of(clean, denoised, 255, false).psnr()
        - Quality.of(clean, noisy, 255, false).psnr();
  }
}
