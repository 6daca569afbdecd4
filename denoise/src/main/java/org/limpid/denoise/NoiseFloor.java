package org.limpid.denoise;

import java.util.Arrays;

/**
 * How likely a variance of white noise is, given the spectrum of squares of one brightness.
 *
 * <p>Noise has the same energy at all frequencies, and pictures have less the higher they are,
 * about as a power of the frequency (D. J. Field, Relations between the statistics of natural
 * images and the response properties of cortical cells, 1987). So an energy is expected to be
 * {@code v·(1 + a·P^-k)}, P being the product of the frequencies along both axes: for photographs k
 * lies between 1 and 2.5, for blurred pictures above. How much picture there is, a, is summed over,
 * from none to a hundred times the noise; how steeply it falls, k, is left open, since it is the
 * same at all brightnesses.
 */
final class NoiseFloor {

  /** How steeply pictures fall, k; each as likely as the others. */
  private static final double[] STEEPNESSES = {1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8};

  static final int COUNT = STEEPNESSES.length;

  /** At which the amounts of picture are given. */
  private static final double USUAL_FREQUENCY = 20;

  private static final double LEAST_AMOUNT = 1e-3;
  private static final int AMOUNTS = 21;
  private static final int AMOUNTS_PER_DECADE = 4;

  /** Part by which a picture's energy in a band is off its power law. */
  private static final double UNEVEN = 0.25;

  private static final int BANDS = BlockSpectrum.BANDS;

  /** Mean energies of a coefficient, band by band. */
  private final double[] energies;

  /** For each steepness, amount and band, the energy expected over the noise's. */
  private final double[][][] expected;

  /** One over its variance, and what all bands' logarithms add. */
  private final double[][][] weights;

  private final double[][] constants;

  /**
   * Of squares.
   *
   * @param energies means of a coefficient for each band. Not modified.
   * @param count of the squares
   */
  NoiseFloor(double[] energies, int count) {
    this.energies = energies.clone();
    this.expected = new double[COUNT][AMOUNTS + 1][BANDS];
    this.weights = new double[COUNT][AMOUNTS + 1][BANDS];
    this.constants = new double[COUNT][AMOUNTS + 1];
    for (int k = 0; k < COUNT; k++) {
      for (int a = 0; a <= AMOUNTS; a++) {
        for (int band = 0; band < BANDS; band++) {
          double ratio = BlockSpectrum.frequency(band) / USUAL_FREQUENCY;
          double picture = amount(a) * StrictMath.pow(ratio, -STEEPNESSES[k]);
          double mean = 1 + picture;
          double chance = 2 * mean * mean / ((double) count * BlockSpectrum.size(band));
          double variance = chance + UNEVEN * UNEVEN * picture * picture;
          expected[k][a][band] = mean;
          weights[k][a][band] = 1 / variance;
          constants[k][a] -= StrictMath.log(variance) / 2;
        }
      }
    }
  }

  private static double amount(int index) {
    return index == 0
        ? 0
        : LEAST_AMOUNT * StrictMath.pow(10, (index - 1) / (double) AMOUNTS_PER_DECADE);
  }

  /** Energy of a coefficient in the finer half of the bands: the noise's, and some picture's. */
  double highest() {
    double sum = 0;
    int count = 0;
    for (int band = BANDS / 2; band < BANDS; band++) {
      sum += energies[band] * BlockSpectrum.size(band);
      count += BlockSpectrum.size(band);
    }
    return sum / count;
  }

  /** Logarithms of how likely a variance is, for each steepness. */
  double[] of(double variance) {
    double[] result = new double[COUNT];
    double[] each = new double[AMOUNTS + 1];
    double scale = BANDS * StrictMath.log(variance);
    for (int k = 0; k < COUNT; k++) {
      for (int a = 0; a < each.length; a++) {
        double sum = 0;
        for (int band = 0; band < BANDS; band++) {
          double miss = energies[band] / variance - expected[k][a][band];
          sum += miss * miss * weights[k][a][band];
        }
        each[a] = constants[k][a] - sum / 2;
      }
      double most = Arrays.stream(each).max().orElseThrow();
      double total = 0;
      for (double logarithm : each) {
        total += StrictMath.exp(logarithm - most);
      }
      result[k] = most + StrictMath.log(total) - scale;
    }
    return result;
  }
}
