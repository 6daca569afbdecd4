package org.limpid.denoise;

import org.limpid.denoise.synthetic.ClutteredCells;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;

/** Cells behind clutter, learned in seconds, and how well that went on images not learned from. */
final class ClutterTraining {

  private static final int IMAGES = 100;
  private static final int SIDE = ClutteredCells.SIDE;

  /** A network of two levels with 8 filters and batch normalisation, 8 whole images a step. */
  static final TrainingOptions OPTIONS =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withFilters(8).withBatchNorm(true))
          .withBatchSize(8)
          .withLearningRate(4e-3f)
          .withWeightAveraging(0.95f)
          .withValidationShare(0)
          .withAugmentation(false);

  private ClutterTraining() {}

  static TrainingOptions steps(int steps) {
    return OPTIONS.withBudget(Budget.steps(steps));
  }

  /**
   * How close results are to the truth.
   *
   * @param psnr over all images, with peak 1
   * @param bias mean error
   */
  record Score(double psnr, double bias) {

    static Score of(ClutteredCells kind, Denoiser denoiser) {
      float[] noisy = new float[IMAGES * SIDE * SIDE];
      float[] clean = new float[noisy.length];
      for (int i = 0; i < IMAGES; i++) {
        RandomKey key = new RandomKey(99, 1, i);
        System.arraycopy(kind.noisy(key, 0).samples(), 0, noisy, i * SIDE * SIDE, SIDE * SIDE);
        System.arraycopy(kind.clean(key).samples(), 0, clean, i * SIDE * SIDE, SIDE * SIDE);
      }
      float[] result = denoiser.denoise(Image.wrap(noisy, IMAGES, 1, SIDE, SIDE, 1)).samples();
      double squares = 0;
      double sum = 0;
      for (int i = 0; i < result.length; i++) {
        double error = result[i] - clean[i];
        squares += error * error;
        sum += error;
      }
      return new Score(-10 * Math.log10(squares / result.length), sum / result.length);
    }
  }
}
