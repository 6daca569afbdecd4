package org.limpid.backend.cpu;

/**
 * Winograd's transform of weights {@code U = G w Gᵀ} and its adjoint {@code w = Gᵀ U G}, with the
 * matrix of {@link Points}. Channels lie side by side, so any run of weights of a tap is
 * transformed as one.
 */
final class PlainTaps {

  private PlainTaps() {}

  /**
   * Transforms some of the weights of each tap.
   *
   * @param weight nine taps of {@code size} weights each
   * @param weights which of the {@code size}
   * @param u 36 frequencies of {@code size} elements each. Modified.
   */
  static void pack(
      float[] weight, int from, int size, Span weights, float[] u, int to, PlainScratch scratch) {
    float[][] g = scratch.first;
    float[][] t = scratch.second;
    for (int begin = weights.from(); begin < weights.to(); begin += PlainScratch.LENGTH) {
      int n = Math.min(PlainScratch.LENGTH, weights.to() - begin);
      for (int tap = 0; tap < 9; tap++) {
        System.arraycopy(weight, from + tap * size + begin, g[tap], 0, n);
      }
      for (int s = 0; s < 3; s++) {
        spread(g, s, 3, t, s, 3, n);
      }
      for (int r = 0; r < 6; r++) {
        spread(t, 3 * r, 1, g, 6 * r, 1, n);
      }
      for (int f = 0; f < 36; f++) {
        System.arraycopy(g[f], 0, u, to + f * size + begin, n);
      }
    }
  }

  /** The adjoint of {@link #pack}, on the sum of {@code copies} of u in their order. */
  static void unpackSum(
      float[] u,
      int from,
      int copies,
      int stride,
      int size,
      Span weights,
      float[] weight,
      int to,
      PlainScratch scratch) {
    float[][] v = scratch.first;
    float[][] t = scratch.second;
    for (int begin = weights.from(); begin < weights.to(); begin += PlainScratch.LENGTH) {
      int n = Math.min(PlainScratch.LENGTH, weights.to() - begin);
      for (int f = 0; f < 36; f++) {
        int at = from + f * size + begin;
        System.arraycopy(u, at, v[f], 0, n);
        for (int copy = 1; copy < copies; copy++) {
          System.arraycopy(u, at + copy * stride, t[0], 0, n);
          add(t[0], v[f], n);
        }
      }
      for (int s = 0; s < 6; s++) {
        gather(v, s, 6, t, s, 6, n);
      }
      for (int r = 0; r < 3; r++) {
        gather(t, 6 * r, 1, v, 3 * r, 1, n);
      }
      for (int tap = 0; tap < 9; tap++) {
        System.arraycopy(v[tap], 0, weight, to + tap * size + begin, n);
      }
    }
  }

  private static void add(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  /** {@code t = G g} for three columns of g and six of t. */
  private static void spread(float[][] g, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] g0 = g[i];
    float[] g1 = g[i + step];
    float[] g2 = g[i + 2 * step];
    System.arraycopy(g0, 0, t[j], 0, n);
    spreadPair(
        -2 / 3f, -1 / 3f, -2 / 3f * Points.NEAR, g0, g1, g2, t[j + stepT], t[j + 2 * stepT], n);
    spreadPair(
        1 / 6f, 1 / 3f, 1 / 6f * Points.FAR, g0, g1, g2, t[j + 3 * stepT], t[j + 4 * stepT], n);
    System.arraycopy(g2, 0, t[j + 5 * stepT], 0, n);
  }

  private static void spreadPair(
      float first,
      float last,
      float middle,
      float[] g0,
      float[] g1,
      float[] g2,
      float[] plus,
      float[] minus,
      int n) {
    for (int i = 0; i < n; i++) {
      float even = MultiplyAdd.of(first, g0[i], last * g2[i]);
      plus[i] = MultiplyAdd.of(middle, g1[i], even);
      minus[i] = MultiplyAdd.of(-middle, g1[i], even);
    }
  }

  /** {@code t = Gᵀ u} for six columns of u and three of t. */
  private static void gather(float[][] u, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] u1 = u[i + step];
    float[] u2 = u[i + 2 * step];
    float[] u3 = u[i + 3 * step];
    float[] u4 = u[i + 4 * step];
    gatherFirst(u[i], u1, u2, u3, u4, t[j], n);
    gatherMiddle(u1, u2, u3, u4, t[j + stepT], n);
    gatherLast(u1, u2, u3, u4, u[i + 5 * step], t[j + 2 * stepT], n);
  }

  private static void gatherFirst(
      float[] u0, float[] u1, float[] u2, float[] u3, float[] u4, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float far = MultiplyAdd.of(1 / 6f, u3[i] + u4[i], u0[i]);
      t[i] = MultiplyAdd.of(-2 / 3f, u1[i] + u2[i], far);
    }
  }

  private static void gatherMiddle(
      float[] u1, float[] u2, float[] u3, float[] u4, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float far = 1 / 6f * Points.FAR * (u3[i] - u4[i]);
      t[i] = MultiplyAdd.of(-2 / 3f * Points.NEAR, u1[i] - u2[i], far);
    }
  }

  private static void gatherLast(
      float[] u1, float[] u2, float[] u3, float[] u4, float[] u5, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float far = MultiplyAdd.of(1 / 3f, u3[i] + u4[i], u5[i]);
      t[i] = MultiplyAdd.of(-1 / 3f, u1[i] + u2[i], far);
    }
  }
}
