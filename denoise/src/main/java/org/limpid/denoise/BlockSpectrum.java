package org.limpid.denoise;

import java.util.stream.IntStream;

/**
 * Energies of a square of 8 x 8 pixels by frequency, from its orthonormal cosine transform: white
 * noise has as much in every coefficient, pictures have less the higher both frequencies are.
 *
 * @param mean of the pixels
 * @param coarse energy of the lowest frequencies but the mean, where pictures have their shapes
 * @param fine energies of the higher ones, one sum for each of {@link #BANDS} bands from low to
 *     high
 */
record BlockSpectrum(double mean, double coarse, double[] fine) {

  static final int SIDE = 8;

  /** Where bands begin, as products of both frequencies counted from 1: edges run along axes. */
  private static final int[] FROM = {10, 14, 18, 22, 28, 34, 42, 48};

  static final int BANDS = FROM.length;

  private static final int COARSE_BELOW = 5;

  private static final double[][] WAVES = waves();

  /** Coefficients in a band. */
  static int size(int band) {
    return (int) products(band).count();
  }

  /** Product of both frequencies in a band, a geometric mean. */
  static double frequency(int band) {
    return StrictMath.exp(
        products(band).mapToDouble(product -> StrictMath.log(product)).average().orElseThrow());
  }

  private static IntStream products(int band) {
    return IntStream.range(0, SIDE * SIDE)
        .map(k -> product(k / SIDE, k % SIDE))
        .filter(product -> band(product) == band);
  }

  /**
   * Of a square.
   *
   * @param values {@code [SIDE, SIDE]}. Not modified.
   */
  static BlockSpectrum of(double[] values) {
    double[] rows = new double[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int k = 0; k < SIDE; k++) {
        for (int x = 0; x < SIDE; x++) {
          rows[y * SIDE + k] += values[y * SIDE + x] * WAVES[k][x];
        }
      }
    }
    double coarse = 0;
    double mean = 0;
    double[] fine = new double[BANDS];
    for (int j = 0; j < SIDE; j++) {
      for (int k = 0; k < SIDE; k++) {
        double sum = 0;
        for (int y = 0; y < SIDE; y++) {
          sum += rows[y * SIDE + k] * WAVES[j][y];
        }
        int product = product(j, k);
        int band = band(product);
        if (product == 1) {
          mean = sum / SIDE;
        } else if (product < COARSE_BELOW) {
          coarse += sum * sum;
        } else if (band >= 0) {
          fine[band] += sum * sum;
        }
      }
    }
    return new BlockSpectrum(mean, coarse, fine);
  }

  private static int product(int j, int k) {
    return (j + 1) * (k + 1);
  }

  private static int band(int product) {
    int band = -1;
    while (band + 1 < BANDS && product >= FROM[band + 1]) {
      band++;
    }
    return band;
  }

  private static double[][] waves() {
    double[][] waves = new double[SIDE][SIDE];
    for (int k = 0; k < SIDE; k++) {
      for (int x = 0; x < SIDE; x++) {
        double length = Math.sqrt((k == 0 ? 1.0 : 2.0) / SIDE);
        waves[k][x] = length * StrictMath.cos(Math.PI * k * (2 * x + 1) / (2 * SIDE));
      }
    }
    return waves;
  }
}
