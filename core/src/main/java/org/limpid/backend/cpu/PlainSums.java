package org.limpid.backend.cpu;

/**
 * Products of {@link PlainPanels} summed over their rows.
 *
 * <p>One sum after the other would be scalar: C2 does not reorder additions. So the sums of two
 * columns on one side with all columns on the other, the wider, are updated together for four rows
 * at a time, with the products in the form of {@link PlainProduct}. Sixteen scalar sums reach 16
 * GFLOP/s a core.
 */
final class PlainSums {

  /** Columns of the wider panels that are multiplied at a time. */
  static final int COLUMNS = 192;

  private PlainSums() {}

  /** See {@link PanelKernels#accumulateTaps}. */
  static void accumulateTaps(
      PlainPanels a,
      int taps,
      int[] aPanels,
      int shift,
      int zeros,
      PlainPanels d,
      int dPanel,
      int rows,
      float[] u,
      int[] to,
      int offset,
      PlainScratch scratch) {
    int depth = a.depth();
    int width = d.depth();
    if (width < taps * depth && taps * depth <= COLUMNS) {
      scratch.shares = taps;
      for (int tap = 0; tap < taps; tap++) {
        scratch.places[tap] = to[tap] + offset;
        a.copyColumns(aPanels[tap] + shift, 0, depth, scratch.wide, tap * depth);
      }
      accumulate(taps * depth, 0, width, d, dPanel, 0, 1, rows, u, scratch);
      return;
    }
    for (int tap = 0; tap < taps; tap++) {
      accumulate(a, aPanels[tap] + shift, zeros, d, dPanel, rows, u, to[tap] + offset, scratch);
    }
  }

  /** See {@link PanelKernels#accumulate}. */
  static void accumulate(
      PlainPanels a,
      int aPanel,
      int zeros,
      PlainPanels d,
      int dPanel,
      int rows,
      float[] u,
      int to,
      PlainScratch scratch) {
    int width = d.depth();
    boolean isWideD = width >= a.depth();
    PlainPanels wide = isWideD ? d : a;
    int panel = isWideD ? dPanel : aPanel;
    scratch.shares = 1;
    scratch.places[0] = to;
    for (int from = isWideD ? 0 : zeros; from < wide.depth(); from += COLUMNS) {
      int count = Math.min(COLUMNS, wide.depth() - from);
      wide.copyColumns(panel, from, count, scratch.wide, 0);
      if (isWideD) {
        accumulate(count, from, 1, a, aPanel, zeros, width, rows, u, scratch);
      } else {
        accumulate(count, from * width, width, d, dPanel, 0, 1, rows, u, scratch);
      }
    }
  }

  /**
   * Products of {@code scratch.wide} with the columns of a panel, to {@code scratch.places}.
   *
   * @param from added to the places
   * @param wideStride sums of neighbouring wide columns are so far apart
   * @param first column of the panel
   * @param stride sums of neighbouring columns of the panel are so far apart
   */
  private static void accumulate(
      int count,
      int from,
      int wideStride,
      PlainPanels other,
      int panel,
      int first,
      int stride,
      int rows,
      float[] u,
      PlainScratch scratch) {
    float[] s = scratch.first[0];
    float[] t = scratch.first[1];
    transpose(scratch.wide, count, rows, scratch.rows);
    for (int i = first; i < other.depth(); i += 2) {
      float[] a = other.column(panel, i);
      int at = from + i * stride;
      read(u, scratch, at, wideStride, s, count);
      if (i + 1 < other.depth()) {
        read(u, scratch, at + stride, wideStride, t, count);
        addRows(scratch.rows, rows, a, other.column(panel, i + 1), s, t, count);
        write(t, u, scratch, at + stride, wideStride, count);
      } else {
        addRows(scratch.rows, rows, a, s, count);
      }
      write(s, u, scratch, at, wideStride, count);
    }
  }

  private static void transpose(float[][] columns, int count, int rows, float[][] target) {
    int k = 0;
    for (; k + 8 <= count; k += 8) {
      float[] c0 = columns[k];
      float[] c1 = columns[k + 1];
      float[] c2 = columns[k + 2];
      float[] c3 = columns[k + 3];
      float[] c4 = columns[k + 4];
      float[] c5 = columns[k + 5];
      float[] c6 = columns[k + 6];
      float[] c7 = columns[k + 7];
      for (int row = 0; row < rows; row++) {
        float[] to = target[row];
        to[k] = c0[row];
        to[k + 1] = c1[row];
        to[k + 2] = c2[row];
        to[k + 3] = c3[row];
        to[k + 4] = c4[row];
        to[k + 5] = c5[row];
        to[k + 6] = c6[row];
        to[k + 7] = c7[row];
      }
    }
    for (; k < count; k++) {
      float[] column = columns[k];
      for (int row = 0; row < rows; row++) {
        target[row][k] = column[row];
      }
    }
  }

  private static void read(
      float[] u, PlainScratch scratch, int from, int stride, float[] s, int count) {
    int share = count / scratch.shares;
    for (int p = 0; p < scratch.shares; p++) {
      int at = scratch.places[p] + from;
      if (stride == 1) {
        System.arraycopy(u, at, s, p * share, share);
      } else {
        for (int k = 0; k < share; k++) {
          s[p * share + k] = u[at + k * stride];
        }
      }
    }
  }

  private static void write(
      float[] s, float[] u, PlainScratch scratch, int from, int stride, int count) {
    int share = count / scratch.shares;
    for (int p = 0; p < scratch.shares; p++) {
      int at = scratch.places[p] + from;
      if (stride == 1) {
        System.arraycopy(s, p * share, u, at, share);
      } else {
        for (int k = 0; k < share; k++) {
          u[at + k * stride] = s[p * share + k];
        }
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
