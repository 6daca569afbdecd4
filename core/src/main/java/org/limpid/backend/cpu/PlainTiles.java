package org.limpid.backend.cpu;

/**
 * Winograd's transforms of images, with the matrices of {@link Points}: the inputs of tiles {@code
 * V = Bᵀ x B}, their outputs {@code y = Aᵀ M A}, and the adjoint of the latter {@code D = A y Aᵀ}.
 * A few channels of all tiles at a time, first along columns of the tiles, then along rows.
 */
final class PlainTiles {

  private PlainTiles() {}

  /** See {@link PanelKernels#readTiles}. */
  static void readSources(
      TileRange tiles,
      int slice,
      ChannelPart part,
      Span channels,
      PlainPanels v,
      int panel,
      PlainScratch scratch) {
    Sweep sweep = tiles.tiles().sweep();
    int above = -sweep.height().sourceStart();
    int before = -sweep.width().sourceStart();
    int[][] at = scratch.indices;
    PlainPixels.findTiles(tiles, slice, part, Tiles.REACH, above, before, at);
    float[][] d = scratch.pixels;
    float[][] t = scratch.second;
    int n = tiles.count();
    int column = part.column();
    for (int first = channels.from(); first < channels.to(); first += PlainPixels.GROUP) {
      Span group = new Span(first, Math.min(first + PlainPixels.GROUP, channels.to()));
      PlainOverlap.gather(tiles, part.array(), at, group, d);
      for (int c = group.from(); c < group.to(); c++) {
        for (int s = 0; s < 6; s++) {
          source(d, (c - first) * 36 + s, 6, t, s, 6, n);
        }
        for (int r = 0; r < 6; r++) {
          source(t, 6 * r, 1, v.columns(), (panel + 6 * r) * v.depth() + column + c, v.depth(), n);
        }
      }
    }
  }

  /** See {@link PanelKernels#writeTiles}. */
  static void writeTargets(
      TileRange tiles,
      int slice,
      PlainPanels m,
      Epilogue epilogue,
      ChannelPart part,
      PlainScratch scratch) {
    int[][] at = scratch.indices;
    PlainPixels.findTiles(tiles, slice, part, Tiles.SIZE, 0, 0, at);
    float[][] d = scratch.pixels;
    float[][] t = scratch.second;
    int n = tiles.count();
    int channels = part.grid().channels();
    int column = part.column();
    for (int first = 0; first < channels; first += PlainPixels.GROUP) {
      Span group = new Span(first, Math.min(first + PlainPixels.GROUP, channels));
      for (int k = group.from(); k < group.to(); k++) {
        for (int s = 0; s < 6; s++) {
          target(m.columns(), s * m.depth() + column + k, 6 * m.depth(), t, s, 6, n);
        }
        for (int r = 0; r < 4; r++) {
          target(t, 6 * r, 1, d, (k - first) * 16 + 4 * r, 1, n);
        }
      }
      for (int i = 0; i < 16; i++) {
        PlainPixels.scatter(d, i, 16, epilogue, at[i], group, n, part.array());
      }
    }
  }

  /** See {@link PanelKernels#readTargetTiles}. */
  static void readTargets(
      TileRange tiles,
      int slice,
      ChannelPart part,
      Span channels,
      PlainPanels d,
      PlainScratch scratch) {
    int[][] at = scratch.indices;
    PlainPixels.findTiles(tiles, slice, part, Tiles.SIZE, 0, 0, at);
    float[][] g = scratch.pixels;
    float[][] t = scratch.second;
    int n = tiles.count();
    Span all = new Span(0, n);
    for (int first = channels.from(); first < channels.to(); first += PlainPixels.GROUP) {
      Span group = new Span(first, Math.min(first + PlainPixels.GROUP, channels.to()));
      for (int i = 0; i < 16; i++) {
        PlainPixels.gather(part.array(), at[i], group, all, g, i, 16);
      }
      for (int k = group.from(); k < group.to(); k++) {
        for (int s = 0; s < 4; s++) {
          targetAdjoint(g, (k - first) * 16 + s, 4, t, s, 4, n);
        }
        for (int r = 0; r < 6; r++) {
          int to = 6 * r * d.depth() + part.column() + k;
          targetAdjoint(t, 4 * r, 1, d.columns(), to, d.depth(), n);
        }
      }
    }
  }

  /** {@code t = Bᵀ d} for six columns each of d and t, from {@code i} on every {@code step}-th. */
  private static void source(float[][] d, int i, int step, float[][] t, int j, int stepT, int n) {
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

  /** {@code t = Aᵀ m} for six columns of m and four of t. */
  private static void target(float[][] m, int i, int step, float[][] t, int j, int stepT, int n) {
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

  /** {@code t = A y} for four columns of y and six of t. */
  private static void targetAdjoint(
      float[][] y, int i, int step, float[][] t, int j, int stepT, int n) {
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
}
