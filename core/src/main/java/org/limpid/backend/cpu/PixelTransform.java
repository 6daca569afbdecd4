package org.limpid.backend.cpu;

/**
 * Winograd's transform of pixels to frequencies, with the matrices of {@link Points}: of what tiles
 * see, or, as the adjoint of {@link TargetTransform}, of the tiles themselves. First along the
 * columns of a {@link VectorStrip}, then along the rows of each tile.
 *
 * <p>Of an enlarged part, whose pixels come in equal pairs, each is given once, and frequencies
 * that are zero ({@link TileSize#zeros}) are left as they are.
 *
 * <p>Each step is one method with one counted loop: C2 keeps vectors in registers within one method
 * only, so steps that look alike cannot share their arithmetic.
 */
interface PixelTransform {

  /** The one of what tiles see of a part. */
  static PixelTransform source(TileSize size, ChannelPart part) {
    if (part.isEnlarged()) {
      return size == TileSize.SIX ? SourcePairs6.INSTANCE : SourcePairs4.INSTANCE;
    }
    return size == TileSize.SIX ? SourceTransform6.INSTANCE : SourceTransform4.INSTANCE;
  }

  /** The one of the tiles themselves. */
  static PixelTransform adjoint(TileSize size, ChannelPart part) {
    if (part.isEnlarged()) {
      return size == TileSize.SIX ? AdjointPairs6.INSTANCE : AdjointPairs4.INSTANCE;
    }
    return size == TileSize.SIX ? AdjointTransform6.INSTANCE : AdjointTransform4.INSTANCE;
  }

  /**
   * The first step, of numbers that stand in memory one behind the other.
   *
   * @param rows the array that each row of pixels is in. Not modified.
   * @param rowAt where they begin
   * @param count numbers of a row, a multiple of the lanes, {@link VectorStrip#RUN} at most
   * @param t a strip. Modified.
   * @param to where its first row begins
   */
  void columns(float[][] rows, int[] rowAt, int count, float[] t, int to);

  /**
   * The second step, of one vector of channels of a tile.
   *
   * @param t a strip. Not modified.
   * @param from the tile's first pixel
   * @param v a panel for each frequency, {@link VectorPanels#STRIDE} apart. Modified.
   * @param to the tile's place in the first one
   */
  void rows(float[] t, int from, float[] v, int to);
}
