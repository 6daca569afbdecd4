package org.limpid.backend.cpu;

/**
 * Products of two {@link PlainPanels} summed over their rows.
 *
 * <p>One sum after the other would be scalar: C2 does not reorder additions. So the sums of two
 * columns of one panel with all columns of the other, the wider, are updated together for four rows
 * at a time, with the products in the form of {@link PlainProduct}. Sixteen scalar sums reach 16
 * GFLOP/s a core.
 */
final class PlainSums {

  /** Columns of the wider panel that are multiplied at a time. */
  static final int COLUMNS = 128;

  private PlainSums() {}

  /** See {@link PanelKernels#accumulate}. */
  static void accumulate(
      PlainPanels a,
      int aPanel,
      PlainPanels d,
      int dPanel,
      int rows,
      float[] u,
      int to,
      PlainScratch scratch) {
    int width = d.depth();
    if (width >= a.depth()) {
      accumulate(d, dPanel, 1, a, aPanel, width, rows, u, to, scratch);
    } else {
      accumulate(a, aPanel, width, d, dPanel, 1, rows, u, to, scratch);
    }
  }

  private static void accumulate(
      PlainPanels wide,
      int widePanel,
      int wideStride,
      PlainPanels other,
      int otherPanel,
      int otherStride,
      int rows,
      float[] u,
      int to,
      PlainScratch scratch) {
    float[] s = scratch.first[0];
    float[] t = scratch.first[1];
    for (int from = 0; from < wide.depth(); from += COLUMNS) {
      int count = Math.min(COLUMNS, wide.depth() - from);
      transpose(wide, widePanel, from, count, rows, scratch.rows);
      for (int i = 0; i < other.depth(); i += 2) {
        int at = to + from * wideStride + i * otherStride;
        boolean isPair = i + 1 < other.depth();
        float[] a = other.column(otherPanel, i);
        read(u, at, wideStride, s, count);
        if (isPair) {
          read(u, at + otherStride, wideStride, t, count);
          addRows(scratch.rows, rows, a, other.column(otherPanel, i + 1), s, t, count);
          write(t, u, at + otherStride, wideStride, count);
        } else {
          addRows(scratch.rows, rows, a, s, count);
        }
        write(s, u, at, wideStride, count);
      }
    }
  }

  private static void transpose(
      PlainPanels panels, int panel, int from, int count, int rows, float[][] target) {
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      float[] c0 = panels.column(panel, from + k);
      float[] c1 = panels.column(panel, from + k + 1);
      float[] c2 = panels.column(panel, from + k + 2);
      float[] c3 = panels.column(panel, from + k + 3);
      for (int row = 0; row < rows; row++) {
        float[] to = target[row];
        to[k] = c0[row];
        to[k + 1] = c1[row];
        to[k + 2] = c2[row];
        to[k + 3] = c3[row];
      }
    }
    for (; k < count; k++) {
      float[] column = panels.column(panel, from + k);
      for (int row = 0; row < rows; row++) {
        target[row][k] = column[row];
      }
    }
  }

  private static void read(float[] u, int at, int stride, float[] s, int count) {
    if (stride == 1) {
      System.arraycopy(u, at, s, 0, count);
    } else {
      for (int k = 0; k < count; k++) {
        s[k] = u[at + k * stride];
      }
    }
  }

  private static void write(float[] s, float[] u, int at, int stride, int count) {
    if (stride == 1) {
      System.arraycopy(s, 0, u, at, count);
    } else {
      for (int k = 0; k < count; k++) {
        u[at + k * stride] = s[k];
      }
    }
  }

  private static void addRows(
      float[][] d, int rows, float[] a, float[] b, float[] s, float[] t, int count) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      add2x4(d[row], d[row + 1], d[row + 2], d[row + 3], a, b, row, s, t, count);
    }
    for (; row < rows; row++) {
      add1(d[row], a[row], s, count);
      add1(d[row], b[row], t, count);
    }
  }

  private static void addRows(float[][] d, int rows, float[] a, float[] s, int count) {
    for (int row = 0; row < rows; row++) {
      add1(d[row], a[row], s, count);
    }
  }

  private static void add2x4(
      float[] d0,
      float[] d1,
      float[] d2,
      float[] d3,
      float[] a,
      float[] b,
      int row,
      float[] s,
      float[] t,
      int count) {
    float a0 = a[row];
    float a1 = a[row + 1];
    float a2 = a[row + 2];
    float a3 = a[row + 3];
    float b0 = b[row];
    float b1 = b[row + 1];
    float b2 = b[row + 2];
    float b3 = b[row + 3];
    for (int k = 0; k < count; k++) {
      float d0k = d0[k];
      float d1k = d1[k];
      float d2k = d2[k];
      float d3k = d3[k];
      s[k] =
          MultiplyAdd.of(
              a3,
              d3k,
              MultiplyAdd.of(a2, d2k, MultiplyAdd.of(a1, d1k, MultiplyAdd.of(a0, d0k, s[k]))));
      t[k] =
          MultiplyAdd.of(
              d3k,
              b3,
              MultiplyAdd.of(d2k, b2, MultiplyAdd.of(d1k, b1, MultiplyAdd.of(d0k, b0, t[k]))));
    }
  }

  private static void add1(float[] d, float a, float[] s, int count) {
    for (int k = 0; k < count; k++) {
      s[k] = MultiplyAdd.of(a, d[k], s[k]);
    }
  }
}
