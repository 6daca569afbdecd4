package org.limpid.backend.cpu;

/**
 * Gathers the source pixels of tiles. A tile shares its last two rows and columns of pixels with
 * the first two of its neighbours: these are copied from there as runs, which is much faster than
 * one by one, unless there is no such neighbour among the tiles.
 */
final class PlainOverlap {

  /** Tiles from left to right from which on runs are long enough. */
  private static final int FEWEST = 8;

  private PlainOverlap() {}

  /**
   * Fills a column for each pixel of a tile and each channel.
   *
   * @param index where the pixels are, a row for each pixel of a tile
   * @param c the first channel
   * @param group how many, at most {@link PlainPixels#GROUP}
   * @param d {@code [channel, pixel of a tile]} columns. Modified.
   */
  static void gather(TileRange range, float[] x, int[][] index, int c, int group, float[][] d) {
    TileSize size = range.tiles().size();
    boolean hasRuns = range.tiles().wide() >= FEWEST;
    int own = hasRuns ? size.edge() : size.reach();
    for (int r = 0; r < own; r++) {
      for (int s = 0; s < own; s++) {
        gather(size, x, index, c, group, 0, range.count(), d, r, s);
      }
    }
    if (hasRuns) {
      rowsBelow(range, x, index, c, group, d);
      columnsBeside(range, x, index, c, group, d);
    }
  }

  private static void rowsBelow(
      TileRange range, float[] x, int[][] index, int c, int group, float[][] d) {
    Tiles tiles = range.tiles();
    TileSize size = tiles.size();
    int edge = size.edge();
    int wide = tiles.wide();
    int count = range.count();
    copy(size, group, d, edge, 0, edge, wide, count);
    copy(size, group, d, edge + 1, 0, edge, wide, count);
    for (int i = 0; i < count; ) {
      int tile = range.first() + i;
      int end = Math.min(count, i + wide - tile % wide);
      boolean isLowest = tiles.row(tile) == (tiles.high() - 1) * edge;
      int missing = isLowest ? i : Math.max(i, count - wide);
      for (int s = 0; s < edge && missing < end; s++) {
        gather(size, x, index, c, group, missing, end, d, edge, s);
        gather(size, x, index, c, group, missing, end, d, edge + 1, s);
      }
      i = end;
    }
  }

  private static void columnsBeside(
      TileRange range, float[] x, int[][] index, int c, int group, float[][] d) {
    TileSize size = range.tiles().size();
    int edge = size.edge();
    int wide = range.tiles().wide();
    int count = range.count();
    for (int r = 0; r < size.reach(); r++) {
      copy(size, group, d, r, edge, size.reach() - edge, 1, count);
    }
    for (int i = 0; i < count; ) {
      int end = Math.min(count, i + wide - (range.first() + i) % wide);
      for (int r = 0; r < size.reach(); r++) {
        gather(size, x, index, c, group, end - 1, end, d, r, edge);
        gather(size, x, index, c, group, end - 1, end, d, r, edge + 1);
      }
      i = end;
    }
  }

  /** Copies some pixels of a row of tiles from those of the tiles {@code shift} further. */
  private static void copy(
      TileSize size, int group, float[][] d, int r, int s, int pixels, int shift, int count) {
    int edge = size.edge();
    int reach = size.reach();
    int from = s >= edge ? r * reach + s - edge : (r - edge) * reach + s;
    for (int c = 0; c < group && shift < count; c++) {
      int at = c * size.frequencies();
      for (int p = 0; p < pixels; p++) {
        System.arraycopy(d[at + from + p], shift, d[at + r * reach + s + p], 0, count - shift);
      }
    }
  }

  private static void gather(
      TileSize size,
      float[] x,
      int[][] index,
      int c,
      int group,
      int from,
      int end,
      float[][] d,
      int r,
      int s) {
    int pixel = r * size.reach() + s;
    PlainPixels.gather(x, index[pixel], c, group, from, end, d, pixel, size.frequencies());
  }
}
