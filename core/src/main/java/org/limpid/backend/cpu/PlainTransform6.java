package org.limpid.backend.cpu;

/**
 * For tiles of 6 x 6 pixels. C2 on JDK 17 leaves loops over eight arrays scalar, so that longer
 * sums are made in two loops, which round no differently.
 */
final class PlainTransform6 implements PlainTransform {

  static final PlainTransform INSTANCE = new PlainTransform6();

  private PlainTransform6() {}

  @Override
  public void source(float[][] d, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] d0 = d[i];
    float[] d1 = d[i + step];
    float[] d2 = d[i + 2 * step];
    float[] d3 = d[i + 3 * step];
    float[] d4 = d[i + 4 * step];
    float[] d5 = d[i + 5 * step];
    float[] d6 = d[i + 6 * step];
    float[] d7 = d[i + 7 * step];
    sourceOuter(d0, d2, d4, d6, t[j], n);
    sourcePair(4, -5, 0.5f, d1, d2, d3, d4, d5, d6, t[j + stepT], t[j + 2 * stepT], n);
    sourceUnit(d2, d4, d6, t[j + 3 * stepT], n);
    sourceUnit(d1, d3, d5, t[j + 4 * stepT], n);
    pair(1, t[j + 3 * stepT], t[j + 4 * stepT], n);
    sourcePair(0.25f, -1.25f, 2, d1, d2, d3, d4, d5, d6, t[j + 5 * stepT], t[j + 6 * stepT], n);
    sourceOuter(d7, d5, d3, d1, t[j + 7 * stepT], n);
  }

  private static void sourceOuter(float[] a, float[] b, float[] c, float[] d, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(5.25f, c[i] - b[i], a[i] - d[i]);
    }
  }

  private static void sourceUnit(float[] a, float[] b, float[] c, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(-4.25f, b[i], a[i] + c[i]);
    }
  }

  private static void sourcePair(
      float first,
      float third,
      float point,
      float[] d1,
      float[] d2,
      float[] d3,
      float[] d4,
      float[] d5,
      float[] d6,
      float[] plus,
      float[] minus,
      int n) {
    sum(first, d2, third, d4, d6, plus, n);
    sum(first, d1, third, d3, d5, minus, n);
    pair(point, plus, minus, n);
  }

  /** {@code t = f·a + (g·b + c)}. */
  private static void sum(float f, float[] a, float g, float[] b, float[] c, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(f, a[i], MultiplyAdd.of(g, b[i], c[i]));
    }
  }

  /** Makes even and odd terms the values at {@code point} and {@code -point}. */
  private static void pair(float point, float[] even, float[] odd, int n) {
    for (int i = 0; i < n; i++) {
      float e = even[i];
      float o = odd[i];
      even[i] = MultiplyAdd.of(point, o, e);
      odd[i] = MultiplyAdd.of(-point, o, e);
    }
  }

  @Override
  public void target(float[][] m, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] m1 = m[i + step];
    float[] m2 = m[i + 2 * step];
    float[] m3 = m[i + 3 * step];
    float[] m4 = m[i + 4 * step];
    float[] m5 = m[i + 5 * step];
    float[] m6 = m[i + 6 * step];
    targetFirst(m[i], m1, m2, m3, m4, t[j], n);
    addEven(1, m5, m6, t[j], n);
    targetEven(0.25f, m1, m2, m3, m4, t[j + 2 * stepT], n);
    addEven(4, m5, m6, t[j + 2 * stepT], n);
    targetEven(0.0625f, m1, m2, m3, m4, t[j + 4 * stepT], n);
    addEven(16, m5, m6, t[j + 4 * stepT], n);
    targetOdd(0.5f, m1, m2, m3, m4, t[j + stepT], n);
    addOdd(2, m5, m6, t[j + stepT], n);
    targetOdd(0.125f, m1, m2, m3, m4, t[j + 3 * stepT], n);
    addOdd(8, m5, m6, t[j + 3 * stepT], n);
    targetLast(m1, m2, m3, m4, m[i + 7 * step], t[j + 5 * stepT], n);
    addOdd(32, m5, m6, t[j + 5 * stepT], n);
  }

  private static void targetFirst(
      float[] m0, float[] m1, float[] m2, float[] m3, float[] m4, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = m0[i] + (m1[i] + m2[i]) + (m3[i] + m4[i]);
    }
  }

  private static void targetEven(
      float near, float[] m1, float[] m2, float[] m3, float[] m4, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(near, m1[i] + m2[i], m3[i] + m4[i]);
    }
  }

  private static void targetOdd(
      float near, float[] m1, float[] m2, float[] m3, float[] m4, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(near, m1[i] - m2[i], m3[i] - m4[i]);
    }
  }

  private static void targetLast(
      float[] m1, float[] m2, float[] m3, float[] m4, float[] m7, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(0.03125f, m1[i] - m2[i], m3[i] - m4[i] + m7[i]);
    }
  }

  private static void addEven(float factor, float[] a, float[] b, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(factor, a[i] + b[i], t[i]);
    }
  }

  private static void addOdd(float factor, float[] a, float[] b, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(factor, a[i] - b[i], t[i]);
    }
  }

  @Override
  public void targetPairs(float[][] m, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] m1 = m[i + step];
    float[] m2 = m[i + 2 * step];
    float[] m3 = m[i + 3 * step];
    float[] m5 = m[i + 5 * step];
    float[] m6 = m[i + 6 * step];
    outerPairs(0.5f, m[i], m1, m2, m3, t[j], n);
    addFar(-1, m5, m6, t[j], n);
    middlePairs(m1, m2, m3, t[j + stepT], n);
    addFar(-4, m5, m6, t[j + stepT], n);
    outerPairs(0.03125f, m[i + 7 * step], m1, m2, m3, t[j + 2 * stepT], n);
    addFar(-16, m5, m6, t[j + 2 * stepT], n);
  }

  private static void outerPairs(
      float near, float[] outer, float[] m1, float[] m2, float[] m3, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float sum = MultiplyAdd.of(2, m3[i], outer[i]);
      t[i] = MultiplyAdd.of(near, MultiplyAdd.of(3, m1[i], m2[i]), sum);
    }
  }

  private static void middlePairs(float[] m1, float[] m2, float[] m3, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(0.125f, MultiplyAdd.of(3, m1[i], m2[i]), m3[i] + m3[i]);
    }
  }

  private static void addFar(float far, float[] m5, float[] m6, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(far, MultiplyAdd.of(-3, m5[i], m6[i]), t[i]);
    }
  }

  @Override
  public void targetAdjoint(float[][] y, int i, int step, float[][] t, int j, int stepT, int n) {
    System.arraycopy(y[i], 0, t[j], 0, n);
    targetPair(0.5f, y, i, step, t[j + stepT], t[j + 2 * stepT], n);
    targetPair(1, y, i, step, t[j + 3 * stepT], t[j + 4 * stepT], n);
    targetPair(2, y, i, step, t[j + 5 * stepT], t[j + 6 * stepT], n);
    System.arraycopy(y[i + 5 * step], 0, t[j + 7 * stepT], 0, n);
  }

  private static void targetPair(
      float point, float[][] y, int i, int step, float[] plus, float[] minus, int n) {
    float square = point * point;
    float fourth = square * square;
    sum(fourth, y[i + 4 * step], square, y[i + 2 * step], y[i], plus, n);
    sum(fourth, y[i + 5 * step], square, y[i + 3 * step], y[i + step], minus, n);
    pair(point, plus, minus, n);
  }

  @Override
  public void spread(float[][] g, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] g0 = g[i];
    float[] g1 = g[i + step];
    float[] g2 = g[i + 2 * step];
    System.arraycopy(g0, 0, t[j], 0, n);
    spreadPair(32 / 45f, 16 / 45f, 8 / 45f, g0, g1, g2, t[j + stepT], t[j + 2 * stepT], n);
    spreadPair(-2 / 9f, -2 / 9f, -2 / 9f, g0, g1, g2, t[j + 3 * stepT], t[j + 4 * stepT], n);
    spreadPair(1 / 90f, 1 / 45f, 2 / 45f, g0, g1, g2, t[j + 5 * stepT], t[j + 6 * stepT], n);
    System.arraycopy(g2, 0, t[j + 7 * stepT], 0, n);
  }

  private static void spreadPair(
      float first,
      float middle,
      float last,
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

  @Override
  public void gather(float[][] u, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] u1 = u[i + step];
    float[] u2 = u[i + 2 * step];
    float[] u3 = u[i + 3 * step];
    float[] u4 = u[i + 4 * step];
    float[] u5 = u[i + 5 * step];
    float[] u6 = u[i + 6 * step];
    gatherOuter(1 / 90f, u[i], u3, u4, u5, u6, t[j], n);
    addEven(32 / 45f, u1, u2, t[j], n);
    gatherMiddle(u3, u4, u5, u6, t[j + stepT], n);
    addOdd(16 / 45f, u1, u2, t[j + stepT], n);
    gatherOuter(2 / 45f, u[i + 7 * step], u3, u4, u5, u6, t[j + 2 * stepT], n);
    addEven(8 / 45f, u1, u2, t[j + 2 * stepT], n);
  }

  private static void gatherOuter(
      float far, float[] outer, float[] u3, float[] u4, float[] u5, float[] u6, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float outside = MultiplyAdd.of(far, u5[i] + u6[i], outer[i]);
      t[i] = MultiplyAdd.of(-2 / 9f, u3[i] + u4[i], outside);
    }
  }

  private static void gatherMiddle(
      float[] u3, float[] u4, float[] u5, float[] u6, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(-2 / 9f, u3[i] - u4[i], 1 / 45f * (u5[i] - u6[i]));
    }
  }
}
