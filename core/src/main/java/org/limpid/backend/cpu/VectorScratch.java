package org.limpid.backend.cpu;

/** Memory for a strip of tiles. */
final class VectorScratch {

  /**
   * The strip between the two steps of a transform, from {@link CacheLine#FIRST} on. Far longer
   * than that, as short arrays begin anywhere, and half of what a transform does is done here.
   */
  final float[] between = new float[CacheLine.room(TileSize.MOST_REACH * VectorStrip.ROW)];

  /** Pixels of a strip, or weights, that cannot be read or written where they are. */
  final float[] aside = new float[TileSize.MOST_REACH * VectorStrip.RUN];

  /** What is added to each number of a row. */
  final float[] bias = new float[VectorStrip.RUN];

  /** The array that each row of pixels is in. */
  final float[][] rows = new float[TileSize.MOST_REACH][];

  /** Where a run of pixels begins in each row. */
  final int[] rowAt = new int[TileSize.MOST_REACH];

  /** Where each row begins. */
  final int[] lineAt = new int[TileSize.MOST_REACH];

  /** From pixel to pixel of each row; 0 for rows outside the image. */
  final int[] pixelStride = new int[TileSize.MOST_REACH];

  /** Pixels of a row, where there are no tiles. */
  final PixelRun run = new PixelRun();
}
