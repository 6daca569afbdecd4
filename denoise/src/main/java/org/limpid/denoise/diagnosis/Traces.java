package org.limpid.denoise.diagnosis;

import java.util.Arrays;

/**
 * What earlier processing left behind.
 *
 * @param jpeg how far a grid of 8 x 8 pixels stands out in rows and in columns, over what other
 *     distances show; JPEG blocks from {@value #GRID} on
 * @param period distance in pixels at which sharpness repeats, as interpolation leaves it: 2 after
 *     a colour camera's mosaic or doubling; NaN if there is none
 */
public record Traces(double jpeg, double period) {
  static final double GRID = 6;

  private static final double PEAK = 9;
  private static final int LEAST = 64;
  private static final int BLOCK = 8;

  /** Whether blocks of JPEG show. */
  public boolean isJpeg() {
    return jpeg >= GRID;
  }

  /** Whether traces of interpolation show. */
  public boolean isResampled() {
    return !Double.isNaN(period);
  }

  /** Looks for traces in one plane. */
  static Traces of(Plane plane) {
    if (plane.rows() < LEAST || plane.columns() < LEAST) {
      return new Traces(0, Double.NaN);
    }
    double[] rows = repetition(plane);
    double[] columns = repetition(plane.transposed());
    double jpeg = Math.min(grid(rows), grid(columns));
    double period = period(rows, jpeg);
    return new Traces(jpeg, Double.isNaN(period) ? period(columns, jpeg) : period);
  }

  /**
   * How strongly a plane's sharpness along rows repeats with each frequency {@code k / n}, over
   * what is usual, after A. Gallagher, Detection of linear and cubic interpolation in JPEG
   * compressed images (2005): interpolated samples have smaller second differences than those they
   * were made of, and those across the edges of JPEG's blocks differ from those inside. Low
   * frequencies, which belong to the picture, are 0.
   */
  private static double[] repetition(Plane plane) {
    int n = (plane.columns() - 2) / BLOCK * BLOCK;
    double[] sharpness = new double[n];
    for (int x = 0; x < n; x++) {
      for (int y = 0; y < plane.rows(); y++) {
        sharpness[x] += Math.abs(2 * plane.at(y, x + 1) - plane.at(y, x) - plane.at(y, x + 2));
      }
    }
    double[] spectrum = new double[n / 2 + 1];
    for (int k = n / 10; k <= n / 2; k++) {
      spectrum[k] = magnitude(sharpness, k);
    }
    double[] sorted = Arrays.copyOfRange(spectrum, n / 10, n / 2 + 1);
    Arrays.sort(sorted);
    double usual = sorted[sorted.length / 2];
    for (int k = 0; k <= n / 2; k++) {
      spectrum[k] = usual > 0 ? spectrum[k] / usual : 0;
    }
    return spectrum;
  }

  /** Odd multiples of 1 / 8: doubling and a colour mosaic leave only even ones. */
  private static double grid(double[] repetition) {
    int eighth = (repetition.length - 1) / 4;
    return Math.max(repetition[eighth], repetition[3 * eighth]);
  }

  private static double period(double[] repetition, double jpeg) {
    int last = repetition.length - 1;
    // What repeats every 8 pixels in one direction alone is a facade, a fence, or JPEG after all.
    boolean isGrid = jpeg >= GRID || grid(repetition) > PEAK;
    int peak = 0;
    for (int k = 1; k <= last; k++) {
      boolean explained = isGrid && 4 * k % last == 0;
      peak = !explained && repetition[k] > repetition[peak] ? k : peak;
    }
    return repetition[peak] > PEAK ? 2.0 * last / peak : Double.NaN;
  }

  private static double magnitude(double[] values, int k) {
    double real = 0;
    double imaginary = 0;
    double turn = 2 * Math.PI * k / values.length;
    for (int x = 0; x < values.length; x++) {
      real += values[x] * StrictMath.cos(turn * x);
      imaginary += values[x] * StrictMath.sin(turn * x);
    }
    return Math.hypot(real, imaginary);
  }
}
