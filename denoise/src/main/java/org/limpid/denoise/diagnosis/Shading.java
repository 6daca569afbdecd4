package org.limpid.denoise.diagnosis;

/**
 * Takes smooth shading out of a square block: what a polynomial of degree two in rows and columns
 * can follow. What that does to white noise is known exactly, so that it can be allowed for.
 */
final class Shading {
  static final int SIDE = 16;
  static final int SIZE = SIDE * SIDE;

  /** Orthonormal over the block. */
  private static final double[][] BASIS = basis();

  /** {@code WHITE[dy][dx + SIDE]}: what {@link #whiteCorrelation} gives. */
  private static final double[][] WHITE = white();

  private Shading() {}

  /**
   * Removes the shading.
   *
   * @param block {@code [SIDE, SIDE]}. Modified.
   * @return mean square of the parts removed, but for the mean: the variance of the noise where
   *     nothing is shaded and noise is white, and then independent of what is left
   */
  static double remove(double[] block) {
    double[] parts = new double[BASIS.length];
    for (int k = 0; k < BASIS.length; k++) {
      for (int p = 0; p < SIZE; p++) {
        parts[k] += block[p] * BASIS[k][p];
      }
    }
    for (int k = 0; k < BASIS.length; k++) {
      for (int p = 0; p < SIZE; p++) {
        block[p] -= parts[k] * BASIS[k][p];
      }
    }
    double squares = 0;
    for (int k = 1; k < BASIS.length; k++) {
      squares += parts[k] * parts[k];
    }
    return squares / (BASIS.length - 1);
  }

  /** Mean square that is left of white noise of variance 1. */
  static double left() {
    return 1 - BASIS.length / (double) SIZE;
  }

  /** Correlation that white noise shows at a distance after its shading was removed. */
  static double whiteCorrelation(int dy, int dx) {
    return WHITE[dy][dx + SIDE];
  }

  private static double[][] white() {
    double[][] result = new double[SIDE][2 * SIDE];
    for (int dy = 0; dy < SIDE; dy++) {
      for (int dx = 1 - SIDE; dx < SIDE; dx++) {
        double sum = 0;
        int pairs = 0;
        for (int y = 0; y + dy < SIDE; y++) {
          for (int x = Math.max(0, -dx); x < SIDE && x + dx < SIDE; x++) {
            for (double[] function : BASIS) {
              sum -= function[y * SIDE + x] * function[(y + dy) * SIDE + x + dx];
            }
            pairs++;
          }
        }
        result[dy][dx + SIDE] = (dy == 0 && dx == 0 ? 1 : sum / pairs) / left();
      }
    }
    return result;
  }

  /** Gram and Schmidt on 1, x, y, x², xy, y². */
  private static double[][] basis() {
    double[][] functions = new double[6][SIZE];
    for (int p = 0; p < SIZE; p++) {
      double y = (2.0 * (p / SIDE) + 1) / SIDE - 1;
      double x = (2.0 * (p % SIDE) + 1) / SIDE - 1;
      double[] powers = {1, x, y, x * x, x * y, y * y};
      for (int k = 0; k < powers.length; k++) {
        functions[k][p] = powers[k];
      }
    }
    for (int k = 0; k < functions.length; k++) {
      for (int j = 0; j < k; j++) {
        double overlap = dot(functions[k], functions[j]);
        for (int p = 0; p < SIZE; p++) {
          functions[k][p] -= overlap * functions[j][p];
        }
      }
      double length = Math.sqrt(dot(functions[k], functions[k]));
      for (int p = 0; p < SIZE; p++) {
        functions[k][p] /= length;
      }
    }
    return functions;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int p = 0; p < SIZE; p++) {
      sum += a[p] * b[p];
    }
    return sum;
  }
}
