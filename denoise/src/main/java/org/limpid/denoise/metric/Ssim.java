package org.limpid.denoise.metric;

import java.nio.FloatBuffer;
import org.limpid.denoise.Image;

/**
 * Structural similarity (Wang et al. 2004) over windows inside the plane.
 *
 * <p>The Gaussian window is separable: each row is filtered along x once and kept in a ring of
 * eleven rows, over which the filter along y runs, so that memory grows with the width only.
 */
final class Ssim {
  static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  /** a, b, a², b², ab. */
  private static final int FIELDS = 5;

  private static final double[] WEIGHTS = gaussian();

  private Ssim() {}

  static double mean(Image reference, Image result, double range, double gain, double offset) {
    double sum = 0;
    int maps = 0;
    for (int frame = 0; frame < reference.frames(); frame++) {
      for (int slice = 0; slice < reference.depth(); slice++) {
        for (int channel = 0; channel < reference.channels(); channel++, maps++) {
          Channel a = new Channel(reference, frame, slice, channel, 1, 0);
          Channel b = new Channel(result, frame, slice, channel, gain, offset);
          sum += mean(a, b, reference.height(), reference.width(), range);
        }
      }
    }
    return sum / maps;
  }

  private static double mean(Channel a, Channel b, int height, int width, double range) {
    double c1 = K1 * range * K1 * range;
    double c2 = K2 * range * K2 * range;
    int columns = width - WINDOW + 1;
    int rows = height - WINDOW + 1;
    double[][][] ring = new double[WINDOW][FIELDS][columns];
    double[] rowA = new double[width];
    double[] rowB = new double[width];
    double sum = 0;
    for (int y = 0; y < height; y++) {
      a.copyRow(y, rowA);
      b.copyRow(y, rowB);
      filterAlongRow(rowA, rowB, ring[y % WINDOW]);
      if (y >= WINDOW - 1) {
        sum += rowSum(ring, y - WINDOW + 1, columns, c1, c2);
      }
    }
    return sum / ((double) rows * columns);
  }

  private static void filterAlongRow(double[] a, double[] b, double[][] filtered) {
    for (int x = 0; x < filtered[0].length; x++) {
      double sumA = 0;
      double sumB = 0;
      double sumAA = 0;
      double sumBB = 0;
      double sumAB = 0;
      for (int k = 0; k < WINDOW; k++) {
        double va = a[x + k];
        double vb = b[x + k];
        double wa = WEIGHTS[k] * va;
        double wb = WEIGHTS[k] * vb;
        sumA += wa;
        sumB += wb;
        sumAA += wa * va;
        sumBB += wb * vb;
        sumAB += wa * vb;
      }
      filtered[0][x] = sumA;
      filtered[1][x] = sumB;
      filtered[2][x] = sumAA;
      filtered[3][x] = sumBB;
      filtered[4][x] = sumAB;
    }
  }

  /** Sum of the similarities of the windows whose first row is {@code top}. */
  private static double rowSum(double[][][] ring, int top, int columns, double c1, double c2) {
    double[] field = new double[FIELDS];
    double sum = 0;
    for (int x = 0; x < columns; x++) {
      for (int f = 0; f < FIELDS; f++) {
        double value = 0;
        for (int k = 0; k < WINDOW; k++) {
          value += WEIGHTS[k] * ring[(top + k) % WINDOW][f][x];
        }
        field[f] = value;
      }
      double meanA = field[0];
      double meanB = field[1];
      double varA = field[2] - meanA * meanA;
      double varB = field[3] - meanB * meanB;
      double cov = field[4] - meanA * meanB;
      sum +=
          (2 * meanA * meanB + c1)
              * (2 * cov + c2)
              / ((meanA * meanA + meanB * meanB + c1) * (varA + varB + c2));
    }
    return sum;
  }

  private static double[] gaussian() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      double distance = k - WINDOW / 2;
      weights[k] = StrictMath.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[k];
    }
    for (int k = 0; k < WINDOW; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /** One channel of one plane, under a gain and an offset. */
  private static final class Channel {
    private final FloatBuffer plane;
    private final int width;
    private final int channels;
    private final int channel;
    private final double gain;
    private final double offset;

    Channel(Image image, int frame, int slice, int channel, double gain, double offset) {
      this.plane = image.plane(frame, slice);
      this.width = image.width();
      this.channels = image.channels();
      this.channel = channel;
      this.gain = gain;
      this.offset = offset;
    }

    void copyRow(int y, double[] row) {
      for (int x = 0; x < width; x++) {
        row[x] = gain * plane.get((y * width + x) * channels + channel) + offset;
      }
    }
  }
}
