package org.limpid.backend.cpu;

/** For tiles of 4 x 4 pixels. */
final class PlainTransform4 implements PlainTransform {

  static final PlainTransform INSTANCE = new PlainTransform4();

  private PlainTransform4() {}

  @Override
  public void source(float[][] d, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] d1 = d[i + step];
    float[] d2 = d[i + 2 * step];
    float[] d3 = d[i + 3 * step];
    float[] d4 = d[i + 4 * step];
    sourceOuter(d[i], d2, d4, t[j], n);
    sourcePair(-2, Points.NEAR, d1, d2, d3, d4, t[j + stepT], t[j + 2 * stepT], n);
    sourcePair(-0.5f, Points.FAR, d1, d2, d3, d4, t[j + 3 * stepT], t[j + 4 * stepT], n);
    sourceOuter(d1, d3, d[i + 5 * step], t[j + 5 * stepT], n);
  }

  private static void sourceOuter(float[] a, float[] b, float[] c, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(-2.5f, b[i], a[i] + c[i]);
    }
  }

  private static void sourcePair(
      float factor,
      float point,
      float[] d1,
      float[] d2,
      float[] d3,
      float[] d4,
      float[] plus,
      float[] minus,
      int n) {
    for (int i = 0; i < n; i++) {
      float even = MultiplyAdd.of(factor, d2[i], d4[i]);
      float odd = MultiplyAdd.of(factor, d1[i], d3[i]);
      plus[i] = MultiplyAdd.of(point, odd, even);
      minus[i] = MultiplyAdd.of(-point, odd, even);
    }
  }

  @Override
  public void target(float[][] m, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] m1 = m[i + step];
    float[] m2 = m[i + 2 * step];
    float[] m3 = m[i + 3 * step];
    float[] m4 = m[i + 4 * step];
    targetEven(m[i], m1, m2, m3, m4, t[j], t[j + 2 * stepT], n);
    targetOdd(m1, m2, m3, m4, m[i + 5 * step], t[j + stepT], t[j + 3 * stepT], n);
  }

  private static void targetEven(
      float[] m0, float[] m1, float[] m2, float[] m3, float[] m4, float[] t0, float[] t2, int n) {
    for (int i = 0; i < n; i++) {
      float near = m1[i] + m2[i];
      float far = m3[i] + m4[i];
      t0[i] = m0[i] + near + far;
      t2[i] = MultiplyAdd.of(2, far, 0.5f * near);
    }
  }

  private static void targetOdd(
      float[] m1, float[] m2, float[] m3, float[] m4, float[] m5, float[] t1, float[] t3, int n) {
    for (int i = 0; i < n; i++) {
      float near = Points.NEAR * (m1[i] - m2[i]);
      float far = Points.FAR * (m3[i] - m4[i]);
      t1[i] = near + far;
      t3[i] = MultiplyAdd.of(2, far, MultiplyAdd.of(0.5f, near, m5[i]));
    }
  }

  @Override
  public void targetAdjoint(float[][] y, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] y0 = y[i];
    float[] y1 = y[i + step];
    float[] y2 = y[i + 2 * step];
    float[] y3 = y[i + 3 * step];
    System.arraycopy(y0, 0, t[j], 0, n);
    targetPair(0.5f, Points.NEAR, y0, y1, y2, y3, t[j + stepT], t[j + 2 * stepT], n);
    targetPair(2, Points.FAR, y0, y1, y2, y3, t[j + 3 * stepT], t[j + 4 * stepT], n);
    System.arraycopy(y3, 0, t[j + 5 * stepT], 0, n);
  }

  private static void targetPair(
      float square,
      float point,
      float[] y0,
      float[] y1,
      float[] y2,
      float[] y3,
      float[] plus,
      float[] minus,
      int n) {
    for (int i = 0; i < n; i++) {
      float even = MultiplyAdd.of(square, y2[i], y0[i]);
      float odd = MultiplyAdd.of(square, y3[i], y1[i]);
      plus[i] = MultiplyAdd.of(point, odd, even);
      minus[i] = MultiplyAdd.of(-point, odd, even);
    }
  }

  @Override
  public void spread(float[][] g, int i, int step, float[][] t, int j, int stepT, int n) {
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

  @Override
  public void gather(float[][] u, int i, int step, float[][] t, int j, int stepT, int n) {
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
