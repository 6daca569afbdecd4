package org.limpid.backend.cpu;

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

  /** Tiles that cover a plane. */
  int count(int height, int width) {
    return Span.count(edge, height) * Span.count(edge, width);
  }
}
