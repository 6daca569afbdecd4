package org.limpid.backend.cpu;

import org.limpid.backend.Grid;

/**
 * Brings the pixels of tiles into the cache before a transform hops from row to row of each tile:
 * memory read in the order of addresses arrives up to twice as fast, as the processor sees what
 * comes next. What is going to be overwritten is read too, since a cache fetches it all the same.
 */
final class ReadAhead {

  /** Elements of a cache line. */
  private static final int LINE = 16;

  private ReadAhead() {}

  /**
   * Reads a number from each cache line of the pixels that tiles see or write.
   *
   * @param slice of the images
   * @param grid the images' extents
   * @param x where the images are. Not modified.
   * @param from index of the images' first element
   * @param reach pixels of a tile along an edge
   * @param above rows of a tile above its first target row, may be negative
   * @param before columns of a tile before its first target column, may be negative
   * @return what nobody needs, so that no compiler leaves the reading out
   */
  static int tiles(
      TileRange range,
      int slice,
      Grid grid,
      float[] x,
      int from,
      int reach,
      int above,
      int before) {
    Tiles tiles = range.tiles();
    int end = range.first() + range.count();
    int bits = 0;
    for (int tile = range.first(); tile < end; ) {
      int next = Math.min(end, (tile / tiles.wide() + 1) * tiles.wide());
      int left = Math.max(0, tiles.column(tile) - before);
      int right = Math.min(grid.width(), tiles.column(next - 1) - before + reach);
      int top = Math.max(0, tiles.row(tile) - above);
      int bottom = Math.min(grid.height(), tiles.row(tile) - above + reach);
      int plane = (tiles.image(tile) * grid.depth() + slice) * grid.height();
      for (int row = plane + top; row < plane + bottom; row++) {
        int line = from + row * grid.width() * grid.channels();
        bits ^= lines(x, line + left * grid.channels(), line + right * grid.channels());
      }
      tile = next;
    }
    return bits;
  }

  private static int lines(float[] x, int from, int to) {
    int bits = 0;
    for (int i = from; i < to; i += LINE) {
      bits ^= Float.floatToRawIntBits(x[i]);
    }
    return bits;
  }
}
