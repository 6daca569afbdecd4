package org.limpid.denoise.synthetic;

import java.util.random.RandomGenerator;

/** Sums of white noise over squares. */
final class BoxBlur {

  private BoxBlur() {}

  /** Standard normal numbers summed over squares of {@code side} pixels, {@code [H, W]}. */
  static double[] whiteBlurred(int height, int width, int side, RandomGenerator random) {
    int rows = height + side - 1;
    int columns = width + side - 1;
    double[] across = new double[rows * width];
    double[] line = new double[columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        line[x] = random.nextGaussian();
      }
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int k = 0; k < side; k++) {
          sum += line[x + k];
        }
        across[y * width + x] = sum;
      }
    }
    double[] result = new double[height * width];
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int k = 0; k < side; k++) {
        sum += across[i + k * width];
      }
      result[i] = sum;
    }
    return result;
  }
}
