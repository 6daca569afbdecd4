package org.limpid.denoise.report;

import org.limpid.denoise.Image;

/**
 * Power of an image by frequency, the same in all directions: the mean over squares of {@value
 * #SIDE} pixels, half overlapping, each weighted towards its middle by a Hann window.
 */
final class Spectrum {
  private static final int SIDE = 64;
  private static final int MOST_SQUARES = 256;
  private static final double[] WINDOW = new double[SIDE];
  private static final double[] COSINE = new double[SIDE];
  private static final double[] SINE = new double[SIDE];

  static {
    for (int i = 0; i < SIDE; i++) {
      COSINE[i] = StrictMath.cos(2 * Math.PI * i / SIDE);
      SINE[i] = StrictMath.sin(2 * Math.PI * i / SIDE);
      WINDOW[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * (i + 0.5) / SIDE);
    }
  }

  private Spectrum() {}

  /** Cycles for each pixel at which {@link #of} gives the power: above 0, up to one half. */
  static double[] frequencies() {
    double[] frequencies = new double[SIDE / 2];
    for (int k = 0; k < frequencies.length; k++) {
      frequencies[k] = (k + 1) / (double) SIDE;
    }
    return frequencies;
  }

  /**
   * The power, so that white noise of variance 1 has 1 at all frequencies.
   *
   * @param plane its first plane and channel are looked at. Not modified.
   * @return one value a frequency; empty if the plane is smaller than a square
   */
  static double[] of(Image plane) {
    int rows = (plane.height() - SIDE) / (SIDE / 2) + 1;
    int columns = (plane.width() - SIDE) / (SIDE / 2) + 1;
    if (plane.height() < SIDE || plane.width() < SIDE) {
      return new double[0];
    }
    int stride = 1 + rows * columns / MOST_SQUARES;
    double[] power = new double[SIDE / 2];
    int[] counts = new int[SIDE / 2];
    for (int square = 0; square < rows * columns; square += stride) {
      add(plane, square / columns * (SIDE / 2), square % columns * (SIDE / 2), power, counts);
    }
    for (int k = 0; k < power.length; k++) {
      power[k] /= counts[k];
    }
    return power;
  }

  private static void add(Image plane, int top, int left, double[] power, int[] counts) {
    double[] square = new double[SIDE * SIDE];
    double mean = 0;
    for (int p = 0; p < square.length; p++) {
      square[p] = plane.get(0, 0, top + p / SIDE, left + p % SIDE, 0);
      mean += square[p] / square.length;
    }
    double weight = 0;
    for (int p = 0; p < square.length; p++) {
      double window = WINDOW[p / SIDE] * WINDOW[p % SIDE];
      square[p] = (square[p] - mean) * window;
      weight += window * window;
    }
    double[][] rows = transformed(square, new double[SIDE * SIDE]);
    double[][] both = transformed(transposed(rows[0]), transposed(rows[1]));
    for (int v = 0; v < SIDE; v++) {
      for (int u = 0; u < SIDE; u++) {
        int dv = Math.min(v, SIDE - v);
        int du = Math.min(u, SIDE - u);
        int ring = (int) Math.round(Math.sqrt(dv * dv + du * du)) - 1;
        if (ring >= 0 && ring < power.length) {
          double real = both[0][v * SIDE + u];
          double imaginary = both[1][v * SIDE + u];
          power[ring] += (real * real + imaginary * imaginary) / weight;
          counts[ring]++;
        }
      }
    }
  }

  /** Transforms each row by the definition: squares are small enough for that. */
  private static double[][] transformed(double[] real, double[] imaginary) {
    double[][] result = new double[2][SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int k = 0; k < SIDE; k++) {
        double re = 0;
        double im = 0;
        for (int x = 0; x < SIDE; x++) {
          int turn = k * x % SIDE;
          double a = real[y * SIDE + x];
          double b = imaginary[y * SIDE + x];
          re += a * COSINE[turn] + b * SINE[turn];
          im += b * COSINE[turn] - a * SINE[turn];
        }
        result[0][y * SIDE + k] = re;
        result[1][y * SIDE + k] = im;
      }
    }
    return result;
  }

  private static double[] transposed(double[] square) {
    double[] turned = new double[square.length];
    for (int p = 0; p < square.length; p++) {
      turned[p % SIDE * SIDE + p / SIDE] = square[p];
    }
    return turned;
  }
}
