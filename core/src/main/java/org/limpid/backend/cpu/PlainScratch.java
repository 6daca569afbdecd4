package org.limpid.backend.cpu;

/** Columns between the steps of a transform, and where pixels are. */
final class PlainScratch {

  /** Length of the columns, at least {@link PlainPanels#ROWS}. */
  static final int LENGTH = 512;

  /** Pixels of tiles, a few channels together: {@code [channel, pixel of a tile]} columns. */
  final float[][] pixels =
      new float[PlainPixels.GROUP * TileSize.MOST_FREQUENCIES][PlainPanels.ROWS];

  /** Columns that are multiplied at a time. */
  final float[][] wide = new float[PlainSums.COLUMNS][];

  /** Rows of these columns. */
  final float[][] rows = new float[PlainPanels.ROWS][PlainSums.COLUMNS];

  /** Where the sums of an equal share of the columns begin, for each of {@link #shares}. */
  final int[] places = new int[PlainSums.COLUMNS];

  /** How many shares of columns there are. */
  int shares;

  /** Pixels of a row, where there are no tiles. */
  final PixelRun run = new PixelRun();

  final float[][] first = new float[TileSize.MOST_FREQUENCIES][LENGTH];
  final float[][] second = new float[TileSize.MOST_FREQUENCIES][LENGTH];
  final int[][] indices = new int[TileSize.MOST_FREQUENCIES][PlainPanels.ROWS];
}
