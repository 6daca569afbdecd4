package org.limpid.backend.cpu;

/**
 * Winograd's transform {@code v = Bᵀ x B} of what a tile sees, with the matrices of {@link Points},
 * for one tile and one vector of channels: along columns to an array {@code t}, from {@link
 * CacheLine#FIRST} on, that stays in the nearest cache, then along rows.
 *
 * <p>Each step is one method with one counted loop: C2 keeps vectors in registers within one method
 * only, so steps that look alike cannot share their arithmetic.
 */
interface SourceTransform {

  /** The one for a size of tiles. */
  static SourceTransform of(TileSize size) {
    return size == TileSize.SIX ? SourceTransform6.INSTANCE : SourceTransform4.INSTANCE;
  }

  /** {@code t = Bᵀ x}. */
  void columns(float[] x, int at, int rowStride, int pixelStride, float[] t);

  /**
   * {@code t = Bᵀ x} on pixels of which some lie outside. The columns of t for those become 0.
   *
   * @param tile where rows begin, which of them to multiply by 0, and which columns are inside
   * @param offset added to where rows begin
   */
  void columns(float[] x, VectorScratch tile, int offset, int pixelStride, float[] t);

  /**
   * The same where each pixel inside is two rows and two columns of those that a tile sees, except
   * that of the outer ones the tile sees one row or column.
   *
   * @param tile where rows begin, which of them to multiply by 0, and which columns are inside
   * @param offset added to where rows begin
   */
  void repeatedColumns(float[] x, VectorScratch tile, int offset, int pixelStride, float[] t);

  /** {@code v = t B}, to a panel for each frequency, {@link VectorPanels#STRIDE} apart. */
  void rows(float[] t, float[] v, int to);
}
