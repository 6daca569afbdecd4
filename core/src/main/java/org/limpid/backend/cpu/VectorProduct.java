package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products of {@link VectorPanels} with weights packed in blocks of 32 columns.
 *
 * <p>Each method at the end holds the sums of a few rows and one or two vectors of columns in
 * registers, has one counted loop with constant strides and at most 16 multiply-adds in its body:
 * with nested loops or longer bodies C2 falls back to vectors as objects, a hundred times slower.
 * Where a loop runs 32 times at most and C2 can see it, it makes no second loop around it to stop
 * at, whose counters would take registers. They are long because Java has no arrays of registers;
 * this file is longer than others for that.
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

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
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
   * How many of some rows, or columns of a block, to take next, from one of them on. Where
   * registers are few, as many fives as make up twenties, then fours, so that nothing behind the
   * padding is touched. Sixes would fit, but C2 then keeps sums in memory in about every other
   * process.
   */
  private static int together(int from, int count, boolean isPair) {
    if (!HAS_FEW_REGISTERS) {
      return 8;
    }
    return isPair && from < count / 20 * 20 ? 5 : 4;
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
    int width = m.depth();
    for (int k = unused / BLOCK * BLOCK; k < width; k += BLOCK) {
      int end = Math.min(BLOCK, width - k);
      int weights = from + k * padded(a.depth());
      for (int column = Math.max(0, unused - k); column < end; column += 2 * LANES) {
        boolean isPair = column + LANES < end;
        for (int row = 0; row < rows; ) {
          int count = together(row, rows, isPair);
          int to = m.index(mPanel, row, k) + column;
          multiply(a, aPanel, zeros, row, count, u, weights + column, m.data(), to, isPair, add);
          row += count;
        }
      }
    }
  }

  private static void multiply(
      VectorPanels a,
      int aPanel,
      int zeros,
      int row,
      int rows,
      float[] u,
      int from,
      float[] m,
      int to,
      boolean isPair,
      boolean add) {
    int q = zeros;
    do {
      int depth = Math.min(BLOCK - q % BLOCK, a.depth() - q);
      int at = a.index(aPanel, row, q);
      int weights = from + q * BLOCK;
      boolean isAdding = add || q > zeros;
      float[] s = isAdding ? m : ZEROS;
      int sAt = isAdding ? to : 0;
      if (rows == 8) {
        if (isPair) {
          multiply8x2(a.data(), at, u, weights, depth, s, sAt, m, to);
        } else {
          multiply8x1(a.data(), at, u, weights, depth, s, sAt, m, to);
        }
      } else if (rows == 5) {
        multiply5x2(a.data(), at, u, weights, depth, s, sAt, m, to);
      } else if (isPair) {
        multiply4x2(a.data(), at, u, weights, depth, s, sAt, m, to);
      } else {
        multiply4x1(a.data(), at, u, weights, depth, s, sAt, m, to);
      }
      q += depth;
    } while (q < a.depth());
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
    int width = d.depth();
    for (int k = 0; k < width; k += BLOCK) {
      int end = Math.min(BLOCK, width - k);
      int sums = to + k * padded(a.depth());
      for (int column = 0; column < end; column += 2 * LANES) {
        boolean isPair = column + LANES < end;
        int from = d.index(dPanel, 0, k) + column;
        for (int q = zeros; q < a.depth(); ) {
          int first = Math.max(zeros, q / BLOCK * BLOCK);
          int last = Math.min(a.depth(), q / BLOCK * BLOCK + BLOCK);
          int count = together(q - first, last - first, isPair);
          int at = a.index(aPanel, 0, q);
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
        accumulate8x2(a, at, d, from, rows, u, to);
      } else {
        accumulate8x1(a, at, d, from, rows, u, to);
      }
    } else if (columns == 5) {
      accumulate5x2(a, at, d, from, rows, u, to);
    } else if (isPair) {
      accumulate4x2(a, at, d, from, rows, u, to);
    } else {
      accumulate4x1(a, at, d, from, rows, u, to);
    }
  }

  private static void multiply8x2(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, sAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, sAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, sAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, sAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, sAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, s, sAt + 128 + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, sAt + 160);
    FloatVector s51 = FloatVector.fromArray(SPECIES, s, sAt + 160 + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, s, sAt + 192);
    FloatVector s61 = FloatVector.fromArray(SPECIES, s, sAt + 192 + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, s, sAt + 224);
    FloatVector s71 = FloatVector.fromArray(SPECIES, s, sAt + 224 + LANES);
    int end = Math.min(depth, BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 128]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 160]);
      s50 = a5.fma(u0, s50);
      s51 = a5.fma(u1, s51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 192]);
      s60 = a6.fma(u0, s60);
      s61 = a6.fma(u1, s61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 224]);
      s70 = a7.fma(u0, s70);
      s71 = a7.fma(u1, s71);
    }
    s00.intoArray(m, mAt);
    s01.intoArray(m, mAt + LANES);
    s10.intoArray(m, mAt + 32);
    s11.intoArray(m, mAt + 32 + LANES);
    s20.intoArray(m, mAt + 64);
    s21.intoArray(m, mAt + 64 + LANES);
    s30.intoArray(m, mAt + 96);
    s31.intoArray(m, mAt + 96 + LANES);
    s40.intoArray(m, mAt + 128);
    s41.intoArray(m, mAt + 128 + LANES);
    s50.intoArray(m, mAt + 160);
    s51.intoArray(m, mAt + 160 + LANES);
    s60.intoArray(m, mAt + 192);
    s61.intoArray(m, mAt + 192 + LANES);
    s70.intoArray(m, mAt + 224);
    s71.intoArray(m, mAt + 224 + LANES);
  }

  private static void multiply8x1(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, sAt + 128);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, sAt + 160);
    FloatVector s60 = FloatVector.fromArray(SPECIES, s, sAt + 192);
    FloatVector s70 = FloatVector.fromArray(SPECIES, s, sAt + 224);
    int end = Math.min(depth, BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 128]);
      s40 = a4.fma(u0, s40);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 160]);
      s50 = a5.fma(u0, s50);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 192]);
      s60 = a6.fma(u0, s60);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 224]);
      s70 = a7.fma(u0, s70);
    }
    s00.intoArray(m, mAt);
    s10.intoArray(m, mAt + 32);
    s20.intoArray(m, mAt + 64);
    s30.intoArray(m, mAt + 96);
    s40.intoArray(m, mAt + 128);
    s50.intoArray(m, mAt + 160);
    s60.intoArray(m, mAt + 192);
    s70.intoArray(m, mAt + 224);
  }

  private static void multiply5x2(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, sAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, sAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, sAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, sAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, sAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, s, sAt + 128 + LANES);
    int end = Math.min(depth, BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 128]);
      s40 = a4.fma(u0, s40);
      s41 = a4.fma(u1, s41);
    }
    s00.intoArray(m, mAt);
    s01.intoArray(m, mAt + LANES);
    s10.intoArray(m, mAt + 32);
    s11.intoArray(m, mAt + 32 + LANES);
    s20.intoArray(m, mAt + 64);
    s21.intoArray(m, mAt + 64 + LANES);
    s30.intoArray(m, mAt + 96);
    s31.intoArray(m, mAt + 96 + LANES);
    s40.intoArray(m, mAt + 128);
    s41.intoArray(m, mAt + 128 + LANES);
  }

  private static void multiply4x2(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, sAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, sAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, sAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, sAt + 96 + LANES);
    int end = Math.min(depth, BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector u1 = FloatVector.fromArray(SPECIES, u, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      s01 = a0.fma(u1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      s11 = a1.fma(u1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      s21 = a2.fma(u1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
      s31 = a3.fma(u1, s31);
    }
    s00.intoArray(m, mAt);
    s01.intoArray(m, mAt + LANES);
    s10.intoArray(m, mAt + 32);
    s11.intoArray(m, mAt + 32 + LANES);
    s20.intoArray(m, mAt + 64);
    s21.intoArray(m, mAt + 64 + LANES);
    s30.intoArray(m, mAt + 96);
    s31.intoArray(m, mAt + 96 + LANES);
  }

  private static void multiply4x1(
      float[] a, int aAt, float[] u, int uAt, int depth, float[] s, int sAt, float[] m, int mAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, sAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, sAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, sAt + 96);
    int end = Math.min(depth, BLOCK);
    for (int q = 0; q < end; q++) {
      int i = aAt + q;
      int j = uAt + q * BLOCK;
      FloatVector u0 = FloatVector.fromArray(SPECIES, u, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(u0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 32]);
      s10 = a1.fma(u0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 64]);
      s20 = a2.fma(u0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 96]);
      s30 = a3.fma(u0, s30);
    }
    s00.intoArray(m, mAt);
    s10.intoArray(m, mAt + 32);
    s20.intoArray(m, mAt + 64);
    s30.intoArray(m, mAt + 96);
  }

  private static void accumulate8x2(
      float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, u, uAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, u, uAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, u, uAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, u, uAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, u, uAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, u, uAt + 128 + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, u, uAt + 160);
    FloatVector s51 = FloatVector.fromArray(SPECIES, u, uAt + 160 + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, u, uAt + 192);
    FloatVector s61 = FloatVector.fromArray(SPECIES, u, uAt + 192 + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, u, uAt + 224);
    FloatVector s71 = FloatVector.fromArray(SPECIES, u, uAt + 224 + LANES);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * BLOCK;
      int j = dAt + row * BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, d, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s50 = a5.fma(d0, s50);
      s51 = a5.fma(d1, s51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s60 = a6.fma(d0, s60);
      s61 = a6.fma(d1, s61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s70 = a7.fma(d0, s70);
      s71 = a7.fma(d1, s71);
    }
    s00.intoArray(u, uAt);
    s01.intoArray(u, uAt + LANES);
    s10.intoArray(u, uAt + 32);
    s11.intoArray(u, uAt + 32 + LANES);
    s20.intoArray(u, uAt + 64);
    s21.intoArray(u, uAt + 64 + LANES);
    s30.intoArray(u, uAt + 96);
    s31.intoArray(u, uAt + 96 + LANES);
    s40.intoArray(u, uAt + 128);
    s41.intoArray(u, uAt + 128 + LANES);
    s50.intoArray(u, uAt + 160);
    s51.intoArray(u, uAt + 160 + LANES);
    s60.intoArray(u, uAt + 192);
    s61.intoArray(u, uAt + 192 + LANES);
    s70.intoArray(u, uAt + 224);
    s71.intoArray(u, uAt + 224 + LANES);
  }

  private static void accumulate8x1(
      float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s40 = FloatVector.fromArray(SPECIES, u, uAt + 128);
    FloatVector s50 = FloatVector.fromArray(SPECIES, u, uAt + 160);
    FloatVector s60 = FloatVector.fromArray(SPECIES, u, uAt + 192);
    FloatVector s70 = FloatVector.fromArray(SPECIES, u, uAt + 224);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * BLOCK;
      int j = dAt + row * BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s40 = a4.fma(d0, s40);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[i + 5]);
      s50 = a5.fma(d0, s50);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[i + 6]);
      s60 = a6.fma(d0, s60);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[i + 7]);
      s70 = a7.fma(d0, s70);
    }
    s00.intoArray(u, uAt);
    s10.intoArray(u, uAt + 32);
    s20.intoArray(u, uAt + 64);
    s30.intoArray(u, uAt + 96);
    s40.intoArray(u, uAt + 128);
    s50.intoArray(u, uAt + 160);
    s60.intoArray(u, uAt + 192);
    s70.intoArray(u, uAt + 224);
  }

  private static void accumulate5x2(
      float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, u, uAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, u, uAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, u, uAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, u, uAt + 96 + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, u, uAt + 128);
    FloatVector s41 = FloatVector.fromArray(SPECIES, u, uAt + 128 + LANES);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * BLOCK;
      int j = dAt + row * BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, d, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[i + 4]);
      s40 = a4.fma(d0, s40);
      s41 = a4.fma(d1, s41);
    }
    s00.intoArray(u, uAt);
    s01.intoArray(u, uAt + LANES);
    s10.intoArray(u, uAt + 32);
    s11.intoArray(u, uAt + 32 + LANES);
    s20.intoArray(u, uAt + 64);
    s21.intoArray(u, uAt + 64 + LANES);
    s30.intoArray(u, uAt + 96);
    s31.intoArray(u, uAt + 96 + LANES);
    s40.intoArray(u, uAt + 128);
    s41.intoArray(u, uAt + 128 + LANES);
  }

  private static void accumulate4x2(
      float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s01 = FloatVector.fromArray(SPECIES, u, uAt + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s11 = FloatVector.fromArray(SPECIES, u, uAt + 32 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s21 = FloatVector.fromArray(SPECIES, u, uAt + 64 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    FloatVector s31 = FloatVector.fromArray(SPECIES, u, uAt + 96 + LANES);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * BLOCK;
      int j = dAt + row * BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector d1 = FloatVector.fromArray(SPECIES, d, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
    }
    s00.intoArray(u, uAt);
    s01.intoArray(u, uAt + LANES);
    s10.intoArray(u, uAt + 32);
    s11.intoArray(u, uAt + 32 + LANES);
    s20.intoArray(u, uAt + 64);
    s21.intoArray(u, uAt + 64 + LANES);
    s30.intoArray(u, uAt + 96);
    s31.intoArray(u, uAt + 96 + LANES);
  }

  private static void accumulate4x1(
      float[] a, int aAt, float[] d, int dAt, int rows, float[] u, int uAt) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, u, uAt);
    FloatVector s10 = FloatVector.fromArray(SPECIES, u, uAt + 32);
    FloatVector s20 = FloatVector.fromArray(SPECIES, u, uAt + 64);
    FloatVector s30 = FloatVector.fromArray(SPECIES, u, uAt + 96);
    for (int row = 0; row < rows; row++) {
      int i = aAt + row * BLOCK;
      int j = dAt + row * BLOCK;
      FloatVector d0 = FloatVector.fromArray(SPECIES, d, j);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      s00 = a0.fma(d0, s00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      s10 = a1.fma(d0, s10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      s20 = a2.fma(d0, s20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      s30 = a3.fma(d0, s30);
    }
    s00.intoArray(u, uAt);
    s10.intoArray(u, uAt + 32);
    s20.intoArray(u, uAt + 64);
    s30.intoArray(u, uAt + 96);
  }
}
