package org.limpid.backend.cpu;

/**
 * Matrix products of {@link PlainPanels} with weights {@code [depth, width]}.
 *
 * <p>What C2 makes of a loop on JDK 17 to 25 hangs on three things. A body of more than 60 nodes
 * (two sums of five products, say) is left scalar: 14 GFLOP/s a core. A number read once and used
 * in two sums must be the first factor in one and the second in the other, since C2 may otherwise
 * pair products of different sums and give up; read twice instead, the loop waits for memory. And
 * vectors fill a register only where the loop usually runs more than 150 times. Two sums of four
 * products reach 70 GFLOP/s on 128 rows, 100 on 256.
 */
final class PlainProduct {

  /** Columns of A that stay in the nearest cache while all columns of M go by. */
  private static final int CACHED = 32;

  private PlainProduct() {}

  /** {@code M += A·U} on the first rows; see {@link PanelKernels#multiply}. */
  static void multiply(
      PlainPanels a,
      int aPanel,
      int zeros,
      float[] u,
      int from,
      PlainPanels m,
      int mPanel,
      int unused,
      int rows) {
    int width = m.depth();
    for (int c = zeros; c < a.depth(); c += CACHED) {
      int at = aPanel * a.stride() + c;
      int count = Math.min(CACHED, a.depth() - c);
      int weights = from + c * width;
      int k = unused;
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
      float ai = a[i];
      float bi = b[i];
      float ci = c[i];
      float di = d[i];
      m[i] =
          MultiplyAdd.of(
              md, di, MultiplyAdd.of(mc, ci, MultiplyAdd.of(mb, bi, MultiplyAdd.of(ma, ai, m[i]))));
      n[i] =
          MultiplyAdd.of(
              di, nd, MultiplyAdd.of(ci, nc, MultiplyAdd.of(bi, nb, MultiplyAdd.of(ai, na, n[i]))));
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
}
