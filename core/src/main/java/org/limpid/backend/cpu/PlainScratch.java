package org.limpid.backend.cpu;

/** Columns between the steps of a transform, and where pixels are. */
final class PlainScratch {

  /** Length of the columns, at least {@link PlainPanels#ROWS}. */
  static final int LENGTH = 512;

  final float[][] first = new float[Tiles.FREQUENCIES][LENGTH];
  final float[][] second = new float[Tiles.FREQUENCIES][LENGTH];
  final int[][] indices = new int[Tiles.FREQUENCIES][PlainPanels.ROWS];
}
