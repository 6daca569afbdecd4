package org.limpid.backend.cpu;

/**
 * Loops over runs of consecutive elements at any two places: the inner loops of kernels that go
 * pixel by pixel or row by row.
 */
final class Rows {

  private Rows() {}

  /** {@code y[i] = max(y[i], x[i])}. */
  static void maximum(float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] = Math.max(y[yAt + i], x[xAt + i]);
    }
  }

  /** {@code y[i] += x[i]}. */
  static void add(float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  /** {@code y[i] += scale·x[i]}. */
  static void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] += scale * x[xAt + i];
    }
  }

  /** {@code y[i] = scale·x[i]}. */
  static void scale(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] = scale * x[xAt + i];
    }
  }
}
