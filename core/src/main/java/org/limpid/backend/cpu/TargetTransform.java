package org.limpid.backend.cpu;

/**
 * Winograd's transform {@code y = Aᵀ m A} of frequencies to the pixels of tiles, with the matrices
 * of {@link Points}: first along the rows of each tile, then along the columns of a {@link
 * VectorStrip}.
 */
interface TargetTransform {

  /** The one of a part; summed over the equal pixels of an enlarged one. */
  static TargetTransform of(TileSize size, ChannelPart part) {
    if (part.isEnlarged()) {
      return size == TileSize.SIX ? TargetPairs6.INSTANCE : TargetPairs4.INSTANCE;
    }
    return size == TileSize.SIX ? TargetTransform6.INSTANCE : TargetTransform4.INSTANCE;
  }

  /**
   * The first step, of one vector of channels of a tile.
   *
   * @param m a panel for each frequency, {@link VectorPanels#STRIDE} apart. Not modified.
   * @param from the tile's place in the first one
   * @param t a strip. Modified.
   * @param to the tile's first pixel
   */
  void rows(float[] m, int from, float[] t, int to);

  /**
   * The second step, to numbers that stand in memory one behind the other: {@code y = max(Aᵀ t +
   * bias, floor)}.
   *
   * @param t a strip. Not modified.
   * @param from where its first row begins
   * @param count numbers of a row, a multiple of the lanes, {@link VectorStrip#RUN} at most
   * @param bias for each number of a row. Not modified.
   * @param y pixels. Modified.
   * @param to where the first row begins
   * @param rowStride from row to row
   */
  void columns(
      float[] t, int from, int count, float[] bias, float floor, float[] y, int to, int rowStride);
}
