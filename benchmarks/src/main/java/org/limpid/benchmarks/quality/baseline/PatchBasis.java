package org.limpid.benchmarks.quality.baseline;

/**
 * A linear change of squares of 8 x 8 pixels, one dimension after the other, and its inverse.
 *
 * @param forward {@code [8][8]}, a row for each coefficient, each of length 1, so that white noise
 *     of deviation 1 keeps it
 * @param inverse {@code [8][8]}
 */
record PatchBasis(float[][] forward, float[][] inverse) {

  static final int SIDE = 8;

  /** The low pass of the biorthogonal spline wavelet 1.5; its high pass is Haar's. */
  private static final double[] LOW = {
    0.01657281518405971,
    -0.01657281518405971,
    -0.12153397801643785,
    0.12153397801643785,
    Math.sqrt(0.5),
    Math.sqrt(0.5),
    0.12153397801643785,
    -0.12153397801643785,
    -0.01657281518405971,
    0.01657281518405971
  };

  /** The discrete cosine transform, type II. */
  static PatchBasis cosine() {
    double[][] rows = new double[SIDE][SIDE];
    for (int k = 0; k < SIDE; k++) {
      for (int i = 0; i < SIDE; i++) {
        rows[k][i] = StrictMath.cos(Math.PI * (2 * i + 1) * k / (2 * SIDE));
      }
    }
    return of(rows);
  }

  /** The biorthogonal spline wavelet 1.5, periodic, over three levels. */
  static PatchBasis wavelet() {
    double[][] rows = new double[SIDE][SIDE];
    for (int i = 0; i < SIDE; i++) {
      rows[i][i] = 1;
    }
    for (int length = SIDE; length > 1; length /= 2) {
      double[][] next = new double[length][SIDE];
      for (int k = 0; k < length / 2; k++) {
        for (int i = 0; i < SIDE; i++) {
          for (int tap = 0; tap < LOW.length; tap++) {
            next[k][i] += LOW[tap] * rows[Math.floorMod(2 * k + tap - 4, length)][i];
          }
          next[length / 2 + k][i] = Math.sqrt(0.5) * (rows[2 * k][i] - rows[2 * k + 1][i]);
        }
      }
      System.arraycopy(next, 0, rows, 0, length);
    }
    return of(rows);
  }

  private static PatchBasis of(double[][] rows) {
    for (double[] row : rows) {
      double squares = 0;
      for (double value : row) {
        squares += value * value;
      }
      for (int i = 0; i < row.length; i++) {
        row[i] /= Math.sqrt(squares);
      }
    }
    return new PatchBasis(floats(rows), floats(inverted(rows)));
  }

  /** By Gauss and Jordan, with pivots as they come: both matrices have good ones. */
  private static double[][] inverted(double[][] matrix) {
    int n = matrix.length;
    double[][] wide = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix[i], 0, wide[i], 0, n);
      wide[i][n + i] = 1;
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k; i < n; i++) {
        best = Math.abs(wide[i][k]) > Math.abs(wide[best][k]) ? i : best;
      }
      double[] pivot = wide[best];
      wide[best] = wide[k];
      wide[k] = pivot;
      for (int i = 0; i < n; i++) {
        double factor = (i == k ? wide[k][k] - 1 : wide[i][k]) / pivot[k];
        for (int j = 2 * n - 1; j >= k; j--) {
          wide[i][j] -= factor * pivot[j];
        }
      }
    }
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(wide[i], n, inverse[i], 0, n);
    }
    return inverse;
  }

  private static float[][] floats(double[][] matrix) {
    float[][] result = new float[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        result[i][j] = (float) matrix[i][j];
      }
    }
    return result;
  }

  /** Changes a square in place. {@code square [64]}, row by row. */
  void change(float[] square) {
    change(forward, square);
  }

  /** Changes coefficients back in place. */
  void changeBack(float[] square) {
    change(inverse, square);
  }

  private static void change(float[][] matrix, float[] square) {
    float[] half = new float[SIDE * SIDE];
    for (int k = 0; k < SIDE; k++) {
      for (int y = 0; y < SIDE; y++) {
        float factor = matrix[k][y];
        for (int x = 0; x < SIDE; x++) {
          half[x * SIDE + k] += factor * square[y * SIDE + x];
        }
      }
    }
    for (int k = 0; k < SIDE; k++) {
      for (int y = 0; y < SIDE; y++) {
        float sum = 0;
        for (int x = 0; x < SIDE; x++) {
          sum += matrix[k][x] * half[x * SIDE + y];
        }
        square[y * SIDE + k] = sum;
      }
    }
  }
}
