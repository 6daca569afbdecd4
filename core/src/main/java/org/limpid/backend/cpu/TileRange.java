package org.limpid.backend.cpu;

/**
 * Consecutive tiles. Whoever goes through all tiles in blocks moves one range on, so that blocks
 * leave no garbage behind.
 */
final class TileRange {

  private final Tiles tiles;
  private int first;
  private int count;

  /** None of some tiles as yet. */
  TileRange(Tiles tiles) {
    this.tiles = tiles;
  }

  /**
   * Becomes other tiles.
   *
   * @param first number of the first one
   * @param count how many
   */
  void moveTo(int first, int count) {
    this.first = first;
    this.count = count;
  }

  /** All tiles. */
  Tiles tiles() {
    return tiles;
  }

  /** Number of the first one. */
  int first() {
    return first;
  }

  /** How many. */
  int count() {
    return count;
  }
}
