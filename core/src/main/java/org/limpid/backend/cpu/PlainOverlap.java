package org.limpid.backend.cpu;

/**
 * Gathers the source pixels of tiles. A tile shares its last two rows and columns of pixels with
 * the first two of its neighbours: these are copied from there as runs, which is much faster than
 * one by one, unless there is no such neighbour among the tiles.
 */
final class PlainOverlap {

  private static final int SIZE = Tiles.SIZE;
  private static final int REACH = Tiles.REACH;

  /** Tiles from left to right from which on runs are long enough. */
  private static final int FEWEST = 8;

  private PlainOverlap() {}

  /**
   * Fills a column for each pixel of a tile and each channel.
   *
   * @param index where the pixels are, a row for each pixel of a tile
   * @param group at most {@link PlainPixels#GROUP} channels
   * @param d {@code [channel, pixel of a tile]} columns. Modified.
   */
  static void gather(TileRange range, float[] x, int[][] index, Span group, float[][] d) {
    boolean hasRuns = range.tiles().wide() >= FEWEST;
    Span all = new Span(0, range.count());
    int own = hasRuns ? SIZE : REACH;
    for (int r = 0; r < own; r++) {
      for (int s = 0; s < own; s++) {
        gather(x, index, group, all, d, r, s);
      }
    }
    if (hasRuns) {
      rowsBelow(range, x, index, group, d);
      columnsBeside(range, x, index, group, d);
    }
  }

  private static void rowsBelow(
      TileRange range, float[] x, int[][] index, Span group, float[][] d) {
    Tiles tiles = range.tiles();
    int wide = tiles.wide();
    int count = range.count();
    copy(group, d, SIZE * REACH, SIZE, wide, count);
    copy(group, d, SIZE * REACH + REACH, SIZE, wide, count);
    for (int i = 0; i < count; ) {
      int tile = range.first() + i;
      int end = Math.min(count, i + wide - tile % wide);
      boolean isLowest = tiles.row(tile) == (tiles.high() - 1) * SIZE;
      Span missing = new Span(isLowest ? i : Math.max(i, count - wide), end);
      if (missing.length() > 0) {
        for (int s = 0; s < SIZE; s++) {
          gather(x, index, group, missing, d, SIZE, s);
          gather(x, index, group, missing, d, SIZE + 1, s);
        }
      }
      i = end;
    }
  }

  private static void columnsBeside(
      TileRange range, float[] x, int[][] index, Span group, float[][] d) {
    int wide = range.tiles().wide();
    int count = range.count();
    for (int r = 0; r < REACH; r++) {
      copy(group, d, r * REACH + SIZE, REACH - SIZE, 1, count);
    }
    for (int i = 0; i < count; ) {
      int end = Math.min(count, i + wide - (range.first() + i) % wide);
      Span last = new Span(end - 1, end);
      for (int r = 0; r < REACH; r++) {
        gather(x, index, group, last, d, r, SIZE);
        gather(x, index, group, last, d, r, SIZE + 1);
      }
      i = end;
    }
  }

  /** Copies some pixels of tiles from those of the tiles {@code shift} further. */
  private static void copy(Span group, float[][] d, int to, int pixels, int shift, int count) {
    int from = to % REACH >= SIZE ? to - SIZE : to - SIZE * REACH;
    for (int c = 0; c < group.length() && shift < count; c++) {
      int at = c * Tiles.FREQUENCIES;
      for (int p = 0; p < pixels; p++) {
        System.arraycopy(d[at + from + p], shift, d[at + to + p], 0, count - shift);
      }
    }
  }

  private static void gather(
      float[] x, int[][] index, Span group, Span rows, float[][] d, int r, int s) {
    int pixel = r * REACH + s;
    PlainPixels.gather(x, index[pixel], group, rows, d, pixel, Tiles.FREQUENCIES);
  }
}
