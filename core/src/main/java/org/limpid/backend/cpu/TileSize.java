package org.limpid.backend.cpu;

import org.limpid.backend.Grid;

/** How large the tiles are that Winograd's minimal filtering cuts a plane into. */
enum TileSize {
  /** F(4x4, 3x3): 36 products for 16 outputs. */
  FOUR(4),
  /** F(6x6, 3x3): 64 products for 36 outputs. */
  SIX(6);

  /** Source pixels along an edge of the largest tile. */
  static final int MOST_REACH = 8;

  /** Numbers the largest tile is transformed to. */
  static final int MOST_FREQUENCIES = MOST_REACH * MOST_REACH;

  /** Tiles of 6 x 6 in a plane from which on they may pay. */
  private static final int FEWEST_LARGE_TILES = 64;

  /** Which of the points is -1. */
  private static final int MINUS_ONE = 4;

  private final int edge;

  TileSize(int edge) {
    this.edge = edge;
  }

  /** Target pixels along an edge. */
  int edge() {
    return edge;
  }

  /** Source pixels along an edge, those that three taps see. */
  int reach() {
    return edge + 2;
  }

  /** Numbers a tile is transformed to. */
  int frequencies() {
    return reach() * reach();
  }

  /**
   * Whether a frequency is zero where all pixels of a tile but the outer ones come in equal pairs:
   * at the point -1, where even and odd ones cancel.
   */
  private boolean vanishesInPairs(int frequency) {
    return frequency / reach() == MINUS_ONE || frequency % reach() == MINUS_ONE;
  }

  /**
   * Channels, the first ones, in which a frequency is zero.
   *
   * @param enlarged how many of them, the first ones, have pixels in equal pairs
   */
  int zeros(int frequency, int enlarged) {
    return enlarged > 0 && vanishesInPairs(frequency) ? enlarged : 0;
  }

  /**
   * The faster size for a plane: tiles of 6 x 6 where they need a sixth fewer products at least, of
   * a fifth that they save in planes of any multiple of 12, and weights, whose transform is longer,
   * meet enough tiles. Measured, these planes took 0.77 to 0.96 of the time; those of 64 x 64 take
   * 0.97 for 16 % fewer products, and round worse. By plane, not by batch, so that an image gives
   * the same bits in any batch.
   */
  static TileSize fastest(Grid plane) {
    long fours = FOUR.count(plane.height(), plane.width());
    long sixes = SIX.count(plane.height(), plane.width());
    boolean isLarge =
        sixes >= FEWEST_LARGE_TILES
            && 6 * sixes * SIX.frequencies() <= 5 * fours * FOUR.frequencies();
    return isLarge ? SIX : FOUR;
  }

  /** Whether tiles cover little more than a plane: at least half of their pixels count. */
  boolean isFilled(Grid plane) {
    long covered = (long) count(plane.height(), plane.width()) * edge * edge;
    return 2L * plane.height() * plane.width() >= covered;
  }

  /** Tiles that cover a plane. */
  int count(int height, int width) {
    return Span.count(edge, height) * Span.count(edge, width);
  }
}
