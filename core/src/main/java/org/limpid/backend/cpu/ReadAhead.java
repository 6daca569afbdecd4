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
   * @param slice of the activation
   * @param part where the pixels lie. Not modified.
   * @param reach pixels of a tile along an edge
   * @param above rows of a tile above its first target row, may be negative
   * @param before columns of a tile before its first target column, may be negative
   * @return what nobody needs, so that no compiler leaves the reading out
   */
  static int tiles(TileRange range, int slice, ChannelPart part, int reach, int above, int before) {
    Tiles tiles = range.tiles();
    Grid grid = part.grid();
    int high = part.factor().height();
    int wide = part.factor().width();
    int own = slice / part.factor().depth();
    int end = range.first() + range.count();
    int bits = 0;
    for (int tile = range.first(); tile < end; ) {
      int next = Math.min(end, (tile / tiles.wide() + 1) * tiles.wide());
      int left = Math.max(0, tiles.column(tile) - before) / wide;
      int right = Math.min(grid.width(), behind(tiles.column(next - 1) - before + reach, wide));
      int top = Math.max(0, tiles.row(tile) - above) / high;
      int bottom = Math.min(grid.height(), behind(tiles.row(tile) - above + reach, high));
      int image = tiles.image(tile);
      for (int row = top; row < bottom; row++) {
        int line = part.index(image, own, row, 0);
        int channels = grid.channels();
        bits ^= lines(part.array(), line + left * channels, line + right * channels);
      }
      tile = next;
    }
    return bits;
  }

  /** Behind the last block that starts before a position. */
  private static int behind(int position, int block) {
    return (position + block - 1) / block;
  }

  private static int lines(float[] x, int from, int to) {
    int bits = 0;
    for (int i = from; i < to; i += LINE) {
      bits ^= Float.floatToRawIntBits(x[i]);
    }
    return bits;
  }
}
