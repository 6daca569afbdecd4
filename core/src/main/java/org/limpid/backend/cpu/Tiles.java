package org.limpid.backend.cpu;

/**
 * The targets of a sweep cut into tiles of 4 x 4 pixels in one plane, each of which sees 6 x 6
 * source pixels. Tiles at the far borders reach beyond the target, tiles at any border beyond the
 * source.
 *
 * <p>A tile number stands for a place in an image and is the same in all slices.
 *
 * @param sweep unit step and three taps along rows and columns
 * @param high tiles from top to bottom
 * @param wide tiles from left to right
 */
record Tiles(Sweep sweep, int high, int wide) {

  /** Target pixels along an edge. */
  static final int SIZE = 4;

  /** Source pixels along an edge. */
  static final int REACH = 6;

  /** Numbers a tile is transformed to. */
  static final int FREQUENCIES = REACH * REACH;

  static Tiles of(Sweep sweep) {
    return new Tiles(
        sweep,
        (sweep.height().count() + SIZE - 1) / SIZE,
        (sweep.width().count() + SIZE - 1) / SIZE);
  }

  /** Tiles in one slice of all images. */
  int count() {
    return sweep.target().batch() * high * wide;
  }

  /** Image a tile belongs to. */
  int image(int tile) {
    return tile / (high * wide);
  }

  /** First target row of a tile. */
  int row(int tile) {
    return tile / wide % high * SIZE;
  }

  /** First target column of a tile. */
  int column(int tile) {
    return tile % wide * SIZE;
  }
}
