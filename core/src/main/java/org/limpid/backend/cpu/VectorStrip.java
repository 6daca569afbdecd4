package org.limpid.backend.cpu;

import java.util.Arrays;

/**
 * How a strip, tiles beside each other in one row of tiles, stands between the two steps of a
 * transform: as rows of pixels of 32 channels, {@code [row, pixel, 32]}, with constants between
 * them, so that C2 checks indices once for a loop. A strip's first step goes through pixels that
 * several tiles see once, and through memory as it comes.
 */
final class VectorStrip {

  /** From pixel to pixel. */
  static final int PIXEL = VectorProduct.BLOCK;

  /** Pixels of a row at most; with eight rows they leave room in the nearest cache. */
  static final int MOST_PIXELS = 20;

  /** Elements of a row at most. */
  static final int RUN = MOST_PIXELS * PIXEL;

  /**
   * From row to row. No sum or difference of two powers of two: C2 would make shifts of the product
   * with it, which it does not know how to check before a loop.
   */
  static final int ROW = RUN + 16;

  /** A row outside the image. */
  static final float[] ZEROS = new float[RUN];

  private VectorStrip() {}

  /** Tiles of a strip at most, if so many of their pixels along an edge are equal. */
  static int tiles(TileSize size, int factor) {
    return factor * (1 + (MOST_PIXELS - size.reach()) / size.edge());
  }

  /** Zero to some pixels of the first rows of a strip that begins at {@link CacheLine#FIRST}. */
  static void clear(float[] t, int rows, int from, int to) {
    for (int r = 0; r < rows && from < to; r++) {
      int row = CacheLine.FIRST + r * ROW;
      Arrays.fill(t, row + from * PIXEL, row + to * PIXEL, 0);
    }
  }
}
