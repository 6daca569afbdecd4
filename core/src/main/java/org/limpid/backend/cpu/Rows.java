package org.limpid.backend.cpu;

/** Loops over runs of consecutive elements: the inner loops of kernels that go row by row. */
final class Rows {

  private Rows() {}

  /** {@code y[yAt + i] += x[xAt + i]}. */
  static void add(float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  /** {@code y[yAt + i] += scale·x[xAt + i]}. */
  static void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y[yAt + i] += scale * x[xAt + i];
    }
  }

  /** {@code y[i] = max(y[i], x[i])} for {@code from ≤ i < to}. */
  static void maximum(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(y[i], x[i]);
    }
  }

  /** {@code y[i] += x[i]} for {@code from ≤ i < to}. */
  static void add(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] += x[i];
    }
  }

  /** {@code y[i] += scale·x[i]} for {@code from ≤ i < to}. */
  static void addScaled(float scale, float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] += scale * x[i];
    }
  }

  /** {@code y[i] *= scale} for {@code from ≤ i < to}. */
  static void scale(float scale, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] *= scale;
    }
  }

  /** {@code y[i] = a[i]·b[i]} for {@code 0 ≤ i < count}. */
  static void multiply(float[] a, float[] b, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = a[i] * b[i];
    }
  }
}
