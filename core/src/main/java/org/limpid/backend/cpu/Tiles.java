package org.limpid.backend.cpu;

/**
 * The targets of a sweep cut into tiles in one plane. Tiles at the far borders reach beyond the
 * target, tiles at any border beyond the source.
 *
 * <p>A tile number stands for a place in an image and is the same in all slices.
 *
 * @param sweep unit step and three taps along rows and columns
 * @param size of each tile
 * @param high tiles from top to bottom
 * @param wide tiles from left to right
 */
record Tiles(Sweep sweep, TileSize size, int high, int wide) {

  static Tiles of(Sweep sweep, TileSize size) {
    return new Tiles(
        sweep,
        size,
        Span.count(size.edge(), sweep.height().count()),
        Span.count(size.edge(), sweep.width().count()));
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
    return tile / wide % high * size.edge();
  }

  /** First target column of a tile. */
  int column(int tile) {
    return tile % wide * size.edge();
  }
}
