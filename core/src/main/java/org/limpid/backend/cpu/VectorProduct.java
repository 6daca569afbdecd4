package org.limpid.backend.cpu;

/**
 * Matrix products of {@link VectorPanels} with weights packed in blocks of 32 columns: which sums
 * are held in registers together, by the loops of {@link VectorRows} and {@link VectorColumns}.
 */
final class VectorProduct {

  /** Columns of a block of panels and packed weights. */
  static final int BLOCK = 32;

  /** Sixteen sums need more than the sixteen registers of processors with eight lanes. */
  private static final boolean HAS_FEW_REGISTERS = Lanes.COUNT == 8;

  /** Panels have a multiple of this many rows, packed weights a multiple of this depth. */
  static final int PADDING = 8;

  /** Five cache lines: with one, or with none, transforms took up to twice as long. */
  static final int GAP = 80;

  /**
   * Sums to start from. From one vector of zeros for all of them C2 made copies of it in the loop,
   * in about every third process, which took twice as long.
   */
  private static final float[] ZEROS = new float[8 * BLOCK];

  /** Steps that loops of two vectors take at once where registers are few. */
  static final int STEPS = 4;

  private static final int LANES = Lanes.COUNT;

  private VectorProduct() {}

  /** Depth of packed weights, rounded up. */
  static int padded(int depth) {
    return (depth + PADDING - 1) / PADDING * PADDING;
  }

  /**
   * Elements of packed weights: blocks of columns, each {@code [padded depth, 32]}, and a gap, so
   * that the same element of many matrices does not meet in one set of a cache.
   */
  static int packedLength(int depth, int width) {
    return (width + BLOCK - 1) / BLOCK * BLOCK * padded(depth) + GAP;
  }

  /** Index of an element of packed weights. */
  static int packedIndex(int depth, int row, int column) {
    return (column / BLOCK * padded(depth) + row) * BLOCK + column % BLOCK;
  }

  /**
   * How many rows, or columns of a block, to take next. Where registers are few that is six, and
   * fours at the end, so that nothing behind the padding is touched.
   *
   * @param left how many there are, a multiple of four
   */
  private static int together(int left, boolean isPair) {
    if (!HAS_FEW_REGISTERS) {
      return 8;
    }
    return isPair && left != 4 && left != 8 ? 6 : 4;
  }

  /** What of a number comes in whole {@link #STEPS}, where loops take those. */
  private static int whole(int count) {
    return HAS_FEW_REGISTERS ? count / STEPS * STEPS : count;
  }

  /** See {@link PanelKernels#multiply}. */
  static void multiply(
      VectorPanels a,
      int aPanel,
      int zeros,
      float[] u,
      int from,
      VectorPanels m,
      int mPanel,
      int unused,
      int rows,
      boolean add) {
    int whole = Math.max(zeros, whole(a.depth()));
    boolean hasWhole = zeros < whole;
    if (hasWhole) {
      multiply(a, aPanel, zeros, whole, 2, u, from, m, mPanel, unused, rows, add);
    }
    // Where there is no depth at all, the sums are zero.
    if (whole < a.depth() || !hasWhole) {
      multiply(a, aPanel, whole, a.depth(), 1, u, from, m, mPanel, unused, rows, add || hasWhole);
    }
  }

  private static void multiply(
      VectorPanels a,
      int aPanel,
      int first,
      int last,
      int vectors,
      float[] u,
      int from,
      VectorPanels m,
      int mPanel,
      int unused,
      int rows,
      boolean add) {
    int width = m.depth();
    for (int k = unused / BLOCK * BLOCK; k < width; k += BLOCK) {
      int end = Math.min(BLOCK, width - k);
      int weights = from + k * padded(a.depth());
      for (int column = Math.max(0, unused - k); column < end; column += vectors * LANES) {
        boolean isPair = vectors == 2 && column + LANES < end;
        for (int row = 0; row < rows; ) {
          int count = together(padded(rows) - row, isPair);
          int to = m.index(mPanel, row, k) + column;
          multiply(
              a, aPanel, first, last, row, count, u, weights + column, m.data(), to, isPair, add);
          row += count;
        }
      }
    }
  }

  private static void multiply(
      VectorPanels a,
      int aPanel,
      int first,
      int last,
      int row,
      int rows,
      float[] u,
      int from,
      float[] m,
      int to,
      boolean isPair,
      boolean add) {
    int q = first;
    do {
      int depth = Math.min(BLOCK - q % BLOCK, last - q);
      int at = a.index(aPanel, row, q);
      int weights = from + q * BLOCK;
      boolean isAdding = add || q > first;
      float[] s = isAdding ? m : ZEROS;
      int sAt = isAdding ? to : 0;
      if (rows == 8) {
        if (isPair) {
          VectorRows.rows8x2(a.data(), at, u, weights, depth, s, sAt, m, to);
        } else {
          VectorRows.rows8x1(a.data(), at, u, weights, depth, s, sAt, m, to);
        }
      } else if (rows == 6) {
        VectorRows.rows6x2(a.data(), at, u, weights, depth, s, sAt, m, to);
      } else if (isPair) {
        VectorRows.rows4x2(a.data(), at, u, weights, depth, s, sAt, m, to);
      } else {
        VectorRows.rows4x1(a.data(), at, u, weights, depth, s, sAt, m, to);
      }
      q += depth;
    } while (q < last);
  }

  /** See {@link PanelKernels#accumulate}. */
  static void accumulate(
      VectorPanels a,
      int aPanel,
      int zeros,
      VectorPanels d,
      int dPanel,
      int rows,
      float[] u,
      int to) {
    int whole = whole(rows);
    if (whole > 0) {
      accumulate(a, aPanel, zeros, d, dPanel, 0, whole, 2, u, to);
    }
    if (whole < rows) {
      accumulate(a, aPanel, zeros, d, dPanel, whole, rows - whole, 1, u, to);
    }
  }

  private static void accumulate(
      VectorPanels a,
      int aPanel,
      int zeros,
      VectorPanels d,
      int dPanel,
      int row,
      int rows,
      int vectors,
      float[] u,
      int to) {
    int width = d.depth();
    for (int k = 0; k < width; k += BLOCK) {
      int end = Math.min(BLOCK, width - k);
      int sums = to + k * padded(a.depth());
      for (int column = 0; column < end; column += vectors * LANES) {
        boolean isPair = vectors == 2 && column + LANES < end;
        int from = d.index(dPanel, row, k) + column;
        for (int q = zeros; q < a.depth(); ) {
          int last = padded(Math.min(a.depth(), q / BLOCK * BLOCK + BLOCK));
          int count = together(last - q, isPair);
          int at = a.index(aPanel, row, q);
          int sum = sums + q * BLOCK + column;
          accumulate(a.data(), at, count, d.data(), from, rows, u, sum, isPair);
          q += count;
        }
      }
    }
  }

  private static void accumulate(
      float[] a,
      int at,
      int columns,
      float[] d,
      int from,
      int rows,
      float[] u,
      int to,
      boolean isPair) {
    if (columns == 8) {
      if (isPair) {
        VectorColumns.columns8x2(a, at, d, from, rows, u, to);
      } else {
        VectorColumns.columns8x1(a, at, d, from, rows, u, to);
      }
    } else if (columns == 6) {
      VectorColumns.columns6x2(a, at, d, from, rows, u, to);
    } else if (isPair) {
      VectorColumns.columns4x2(a, at, d, from, rows, u, to);
    } else {
      VectorColumns.columns4x1(a, at, d, from, rows, u, to);
    }
  }
}
