package org.limpid.backend.cpu;

/**
 * Matrix products of {@link PlainPanels} with weights {@code [depth, width]}.
 *
 * <p>Measured on JDK 17 and 25: two sums of four products in a loop reach 40 GFLOP/s a core, eight
 * or more arrays or unfused products 12.
 */
final class PlainProduct {

  /** Columns of A that stay in the nearest cache while all columns of M go by. */
  private static final int CACHED = 32;

  private PlainProduct() {}

  /** {@code M += A·U} on the first rows; see {@link PanelKernels#multiply}. */
  static void multiply(
      PlainPanels a, int aPanel, float[] u, int from, PlainPanels m, int mPanel, int rows) {
    int width = m.depth();
    for (int c = 0; c < a.depth(); c += CACHED) {
      int at = aPanel * a.depth() + c;
      int count = Math.min(CACHED, a.depth() - c);
      int weights = from + c * width;
      int k = 0;
      for (; k + 2 <= width; k += 2) {
        float[] first = m.column(mPanel, k);
        addToTwo(
            a.columns(), at, count, u, weights + k, width, first, m.column(mPanel, k + 1), rows);
      }
      if (k < width) {
        addToOne(a.columns(), at, count, u, weights + k, width, m.column(mPanel, k), rows);
      }
    }
  }

  private static void addToTwo(
      float[][] a,
      int at,
      int count,
      float[] u,
      int from,
      int width,
      float[] m,
      float[] n,
      int rows) {
    int c = 0;
    for (; c + 4 <= count; c += 4) {
      int i = at + c;
      add2x4(a[i], a[i + 1], a[i + 2], a[i + 3], u, from + c * width, width, m, n, rows);
    }
    for (; c < count; c++) {
      add2x1(a[at + c], u[from + c * width], u[from + c * width + 1], m, n, rows);
    }
  }

  private static void addToOne(
      float[][] a, int at, int count, float[] u, int from, int width, float[] m, int rows) {
    int c = 0;
    for (; c + 4 <= count; c += 4) {
      int i = at + c;
      add1x4(a[i], a[i + 1], a[i + 2], a[i + 3], u, from + c * width, width, m, rows);
    }
    for (; c < count; c++) {
      add1x1(a[at + c], u[from + c * width], m, rows);
    }
  }

  private static void add2x4(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] u,
      int at,
      int stride,
      float[] m,
      float[] n,
      int rows) {
    float ma = u[at];
    float mb = u[at + stride];
    float mc = u[at + 2 * stride];
    float md = u[at + 3 * stride];
    float na = u[at + 1];
    float nb = u[at + stride + 1];
    float nc = u[at + 2 * stride + 1];
    float nd = u[at + 3 * stride + 1];
    for (int i = 0; i < rows; i++) {
      m[i] =
          MultiplyAdd.of(
              md,
              d[i],
              MultiplyAdd.of(mc, c[i], MultiplyAdd.of(mb, b[i], MultiplyAdd.of(ma, a[i], m[i]))));
      n[i] =
          MultiplyAdd.of(
              nd,
              d[i],
              MultiplyAdd.of(nc, c[i], MultiplyAdd.of(nb, b[i], MultiplyAdd.of(na, a[i], n[i]))));
    }
  }

  private static void add1x4(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] u,
      int at,
      int stride,
      float[] m,
      int rows) {
    float ma = u[at];
    float mb = u[at + stride];
    float mc = u[at + 2 * stride];
    float md = u[at + 3 * stride];
    for (int i = 0; i < rows; i++) {
      m[i] =
          MultiplyAdd.of(
              md,
              d[i],
              MultiplyAdd.of(mc, c[i], MultiplyAdd.of(mb, b[i], MultiplyAdd.of(ma, a[i], m[i]))));
    }
  }

  private static void add2x1(float[] a, float ma, float na, float[] m, float[] n, int rows) {
    for (int i = 0; i < rows; i++) {
      m[i] = MultiplyAdd.of(ma, a[i], m[i]);
      n[i] = MultiplyAdd.of(na, a[i], n[i]);
    }
  }

  private static void add1x1(float[] a, float ma, float[] m, int rows) {
    for (int i = 0; i < rows; i++) {
      m[i] = MultiplyAdd.of(ma, a[i], m[i]);
    }
  }

  /**
   * {@code U += transpose(A)·D} on the first rows; see {@link PanelKernels#accumulate}. A sum over
   * rows is no vector loop, as additions keep their order; so sixteen go side by side.
   */
  static void accumulate(
      PlainPanels a, int aPanel, PlainPanels d, int dPanel, int rows, float[] u, int to) {
    int depth = a.depth();
    int width = d.depth();
    for (int k = 0; k < width; k += 4) {
      for (int c = 0; c < depth; c += 4) {
        int at = to + c * width + k;
        if (k + 4 <= width && c + 4 <= depth) {
          dots4x4(
              a.columns(), aPanel * depth + c, d.columns(), dPanel * width + k, rows, u, at, width);
        } else {
          dots(a, aPanel, c, d, dPanel, k, rows, u, at);
        }
      }
    }
  }

  private static void dots4x4(
      float[][] a, int c, float[][] d, int k, int rows, float[] u, int at, int width) {
    float[] a0 = a[c];
    float[] a1 = a[c + 1];
    float[] a2 = a[c + 2];
    float[] a3 = a[c + 3];
    float[] d0 = d[k];
    float[] d1 = d[k + 1];
    float[] d2 = d[k + 2];
    float[] d3 = d[k + 3];
    int at1 = at + width;
    int at2 = at1 + width;
    int at3 = at2 + width;
    float s00 = u[at];
    float s01 = u[at + 1];
    float s02 = u[at + 2];
    float s03 = u[at + 3];
    float s10 = u[at1];
    float s11 = u[at1 + 1];
    float s12 = u[at1 + 2];
    float s13 = u[at1 + 3];
    float s20 = u[at2];
    float s21 = u[at2 + 1];
    float s22 = u[at2 + 2];
    float s23 = u[at2 + 3];
    float s30 = u[at3];
    float s31 = u[at3 + 1];
    float s32 = u[at3 + 2];
    float s33 = u[at3 + 3];
    for (int i = 0; i < rows; i++) {
      s00 = MultiplyAdd.of(a0[i], d0[i], s00);
      s01 = MultiplyAdd.of(a0[i], d1[i], s01);
      s02 = MultiplyAdd.of(a0[i], d2[i], s02);
      s03 = MultiplyAdd.of(a0[i], d3[i], s03);
      s10 = MultiplyAdd.of(a1[i], d0[i], s10);
      s11 = MultiplyAdd.of(a1[i], d1[i], s11);
      s12 = MultiplyAdd.of(a1[i], d2[i], s12);
      s13 = MultiplyAdd.of(a1[i], d3[i], s13);
      s20 = MultiplyAdd.of(a2[i], d0[i], s20);
      s21 = MultiplyAdd.of(a2[i], d1[i], s21);
      s22 = MultiplyAdd.of(a2[i], d2[i], s22);
      s23 = MultiplyAdd.of(a2[i], d3[i], s23);
      s30 = MultiplyAdd.of(a3[i], d0[i], s30);
      s31 = MultiplyAdd.of(a3[i], d1[i], s31);
      s32 = MultiplyAdd.of(a3[i], d2[i], s32);
      s33 = MultiplyAdd.of(a3[i], d3[i], s33);
    }
    u[at] = s00;
    u[at + 1] = s01;
    u[at + 2] = s02;
    u[at + 3] = s03;
    u[at1] = s10;
    u[at1 + 1] = s11;
    u[at1 + 2] = s12;
    u[at1 + 3] = s13;
    u[at2] = s20;
    u[at2 + 1] = s21;
    u[at2 + 2] = s22;
    u[at2 + 3] = s23;
    u[at3] = s30;
    u[at3 + 1] = s31;
    u[at3 + 2] = s32;
    u[at3 + 3] = s33;
  }

  private static void dots(
      PlainPanels a,
      int aPanel,
      int c,
      PlainPanels d,
      int dPanel,
      int k,
      int rows,
      float[] u,
      int at) {
    int width = d.depth();
    int cEnd = Math.min(c + 4, a.depth());
    int kEnd = Math.min(k + 4, width);
    for (int i = c; i < cEnd; i++) {
      for (int j = k; j < kEnd; j++) {
        int index = at + (i - c) * width + j - k;
        u[index] = dot(a.column(aPanel, i), d.column(dPanel, j), u[index], rows);
      }
    }
  }

  private static float dot(float[] a, float[] d, float start, int rows) {
    float sum = start;
    for (int i = 0; i < rows; i++) {
      sum = MultiplyAdd.of(a[i], d[i], sum);
    }
    return sum;
  }
}
