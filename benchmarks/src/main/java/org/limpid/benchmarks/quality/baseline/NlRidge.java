package org.limpid.benchmarks.quality.baseline;

import java.util.Locale;
import java.util.OptionalDouble;
import org.limpid.denoise.Image;

/**
 * NL-Ridge: similar patches are gathered, and each becomes a linear combination of all of them,
 * whose weights minimise the expected error (S. Herbreteau and C. Kervrann, Towards a unified view
 * of unsupervised non-local methods for image denoising: the NL-Ridge approach, 2022).
 *
 * <p>Two rounds: the first minimises Stein's unbiased estimate of the error, the second takes the
 * first's result for the truth. Sizes of patches and groups are the authors', by the noise level on
 * a scale of 8 bits. Taking off a group's mean before, and putting it back after, loses 0.1 dB on
 * Set12.
 */
final class NlRidge implements Baseline {

  /**
   * Sizes for noise of at most a deviation on a scale from 0 to 255.
   *
   * @param sides of patches, in pixels, in the first and the second round
   * @param members patches of a group, in the first and the second round
   */
  private record Sizes(double sigma, int[] sides, int[] members) {}

  private static final Sizes[] SIZES = {
    new Sizes(15, new int[] {7, 7}, new int[] {18, 55}),
    new Sizes(35, new int[] {9, 9}, new int[] {18, 90}),
    new Sizes(Double.POSITIVE_INFINITY, new int[] {11, 9}, new int[] {20, 120})
  };

  @Override
  public String name() {
    return "nl-ridge";
  }

  @Override
  public Answer denoise(Image noisy, OptionalDouble sigma, Workers workers) {
    Stabilizer stabilizer = Stabilizer.of(noisy, sigma);
    Raster even = stabilizer.forward(Raster.of(noisy));
    Sizes sizes = sizes(stabilizer.levelOfBytes());
    Raster pilot = new RidgeRound(even, even, sizes.sides[0], sizes.members[0], false).run(workers);
    Raster result =
        new RidgeRound(even, pilot, sizes.sides[1], sizes.members[1], true).run(workers);
    return new Answer(
        stabilizer.back(result).like(noisy),
        String.format(Locale.ROOT, "%s, patches of %d", stabilizer.words(), sizes.sides[0]));
  }

  private static Sizes sizes(double sigma) {
    int i = 0;
    while (sigma > SIZES[i].sigma) {
      i++;
    }
    return SIZES[i];
  }
}
