package org.limpid.backend.cpu;

/** For tiles of 4 x 4 pixels. */
final class PlainTransform4 implements PlainTransform {

  static final PlainTransform INSTANCE = new PlainTransform4();

  private static final float NEAR = Points.NEAR;
  private static final float SQUARED = Points.NEAR_SQUARED;
  private static final float CUBED = Points.NEAR_CUBED;
  private static final float NEAR_TAP = Points.NEAR_TAP;
  private static final float NEAR_MIDDLE = Points.NEAR_TAP * Points.NEAR;
  private static final float NEAR_LAST = Points.NEAR_TAP * Points.NEAR_SQUARED;
  private static final float UNIT_TAP = Points.UNIT_TAP;

  private PlainTransform4() {}

  @Override
  public void source(float[][] d, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] d1 = d[i + step];
    float[] d2 = d[i + 2 * step];
    float[] d3 = d[i + 3 * step];
    float[] d4 = d[i + 4 * step];
    sourceOuter(d[i], d2, d4, t[j], n);
    sourceNear(d1, d2, d3, d4, t[j + stepT], t[j + 2 * stepT], n);
    sourceUnit(d1, d2, d3, d4, t[j + 3 * stepT], t[j + 4 * stepT], n);
    sourceOuter(d1, d3, d[i + 5 * step], t[j + 5 * stepT], n);
  }

  private static void sourceOuter(float[] a, float[] b, float[] c, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = MultiplyAdd.of(SQUARED, a[i], MultiplyAdd.of(-1 - SQUARED, b[i], c[i]));
    }
  }

  private static void sourceNear(
      float[] d1, float[] d2, float[] d3, float[] d4, float[] plus, float[] minus, int n) {
    for (int i = 0; i < n; i++) {
      float even = d4[i] - d2[i];
      float odd = d3[i] - d1[i];
      plus[i] = MultiplyAdd.of(NEAR, odd, even);
      minus[i] = MultiplyAdd.of(-NEAR, odd, even);
    }
  }

  private static void sourceUnit(
      float[] d1, float[] d2, float[] d3, float[] d4, float[] plus, float[] minus, int n) {
    for (int i = 0; i < n; i++) {
      float even = MultiplyAdd.of(-SQUARED, d2[i], d4[i]);
      float odd = MultiplyAdd.of(-SQUARED, d1[i], d3[i]);
      plus[i] = even + odd;
      minus[i] = even - odd;
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
      float unit = m3[i] + m4[i];
      t0[i] = m0[i] + near + unit;
      t2[i] = MultiplyAdd.of(SQUARED, near, unit);
    }
  }

  private static void targetOdd(
      float[] m1, float[] m2, float[] m3, float[] m4, float[] m5, float[] t1, float[] t3, int n) {
    for (int i = 0; i < n; i++) {
      float near = m1[i] - m2[i];
      float unit = m3[i] - m4[i];
      t1[i] = MultiplyAdd.of(NEAR, near, unit);
      t3[i] = MultiplyAdd.of(CUBED, near, unit + m5[i]);
    }
  }

  @Override
  public void targetPairs(float[][] m, int i, int step, float[][] t, int j, int stepT, int n) {
    pairs(1, m[i], m[i + step], m[i + 2 * step], m[i + 3 * step], t[j], n);
    float[] m5 = m[i + 5 * step];
    pairs(SQUARED, m5, m[i + step], m[i + 2 * step], m[i + 3 * step], t[j + stepT], n);
  }

  private static void pairs(
      float near, float[] outer, float[] m1, float[] m2, float[] m3, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float sum = MultiplyAdd.of(2, m3[i], outer[i]);
      t[i] = MultiplyAdd.of(near, MultiplyAdd.of(1 + NEAR, m1[i], (1 - NEAR) * m2[i]), sum);
    }
  }

  @Override
  public void targetAdjoint(float[][] y, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] y0 = y[i];
    float[] y1 = y[i + step];
    float[] y2 = y[i + 2 * step];
    float[] y3 = y[i + 3 * step];
    System.arraycopy(y0, 0, t[j], 0, n);
    adjointNear(y0, y1, y2, y3, t[j + stepT], t[j + 2 * stepT], n);
    adjointUnit(y0, y1, y2, y3, t[j + 3 * stepT], t[j + 4 * stepT], n);
    System.arraycopy(y3, 0, t[j + 5 * stepT], 0, n);
  }

  private static void adjointNear(
      float[] y0, float[] y1, float[] y2, float[] y3, float[] plus, float[] minus, int n) {
    for (int i = 0; i < n; i++) {
      float even = MultiplyAdd.of(SQUARED, y2[i], y0[i]);
      float odd = MultiplyAdd.of(SQUARED, y3[i], y1[i]);
      plus[i] = MultiplyAdd.of(NEAR, odd, even);
      minus[i] = MultiplyAdd.of(-NEAR, odd, even);
    }
  }

  private static void adjointUnit(
      float[] y0, float[] y1, float[] y2, float[] y3, float[] plus, float[] minus, int n) {
    for (int i = 0; i < n; i++) {
      float even = y0[i] + y2[i];
      float odd = y1[i] + y3[i];
      plus[i] = even + odd;
      minus[i] = even - odd;
    }
  }

  @Override
  public void spread(float[][] g, int i, int step, float[][] t, int j, int stepT, int n) {
    float[] g0 = g[i];
    float[] g1 = g[i + step];
    float[] g2 = g[i + 2 * step];
    spreadZero(g0, t[j], n);
    spreadPair(NEAR_TAP, NEAR_LAST, NEAR_MIDDLE, g0, g1, g2, t[j + stepT], t[j + 2 * stepT], n);
    spreadPair(UNIT_TAP, UNIT_TAP, UNIT_TAP, g0, g1, g2, t[j + 3 * stepT], t[j + 4 * stepT], n);
    System.arraycopy(g2, 0, t[j + 5 * stepT], 0, n);
  }

  private static void spreadZero(float[] g0, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = Points.ZERO_TAP * g0[i];
    }
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
    gatherOuter(NEAR_TAP, Points.ZERO_TAP, u[i], u1, u2, u3, u4, t[j], n);
    gatherMiddle(u1, u2, u3, u4, t[j + stepT], n);
    gatherOuter(NEAR_LAST, 1, u[i + 5 * step], u1, u2, u3, u4, t[j + 2 * stepT], n);
  }

  private static void gatherOuter(
      float near,
      float factor,
      float[] outer,
      float[] u1,
      float[] u2,
      float[] u3,
      float[] u4,
      float[] t,
      int n) {
    for (int i = 0; i < n; i++) {
      float unit = MultiplyAdd.of(UNIT_TAP, u3[i] + u4[i], factor * outer[i]);
      t[i] = MultiplyAdd.of(near, u1[i] + u2[i], unit);
    }
  }

  private static void gatherMiddle(
      float[] u1, float[] u2, float[] u3, float[] u4, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      float unit = UNIT_TAP * (u3[i] - u4[i]);
      t[i] = MultiplyAdd.of(NEAR_MIDDLE, u1[i] - u2[i], unit);
    }
  }
}
