package org.limpid.backend.cpu;

/** Memory for one tile and one vector of channels. */
final class VectorScratch {

  /**
   * The tile between the two steps of a transform, from {@link CacheLine#FIRST} on. Far longer than
   * that, as short arrays begin anywhere, and half of what a transform does is done here.
   */
  final float[] between = new float[CacheLine.room(TileSize.MOST_FREQUENCIES * Lanes.COUNT)];

  /** Pixels of a tile, or weights, that cannot be read or written where they are. */
  final float[] aside = new float[TileSize.MOST_FREQUENCIES * Lanes.COUNT];

  /** Index of each row of a tile. */
  final int[] rowAt = new int[TileSize.MOST_REACH];

  /** Pixels of a row, where there are no tiles. */
  final PixelRun run = new PixelRun();

  /** First column of a tile that lies inside the image. */
  int firstColumn;

  /** Behind the last one. */
  int lastColumn;

  /** What {@link ReadAhead} gave. */
  int read;

  /** 1 for rows of a tile that exist, 0 for others. */
  final float[] rowFactor = new float[TileSize.MOST_REACH];
}
