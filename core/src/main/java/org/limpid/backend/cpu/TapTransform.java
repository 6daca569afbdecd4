package org.limpid.backend.cpu;

/**
 * Winograd's transform {@code u = G g Gᵀ} of 3 x 3 taps and its adjoint, with the matrix of {@link
 * Points}, for one vector of weights, in two steps as in {@link PixelTransform}.
 */
interface TapTransform {

  /** The one for a size of tiles. */
  static TapTransform of(TileSize size) {
    return size == TileSize.SIX ? TapTransform6.INSTANCE : TapTransform4.INSTANCE;
  }

  /** {@code t = G g} on taps that are {@code tapStride} apart. */
  void spreadColumns(float[] g, int at, int tapStride, float[] t);

  /** {@code u = t Gᵀ}, to a matrix for each frequency, {@code stride} apart. */
  void spreadRows(float[] t, float[] u, int to, int stride);

  /** {@code t = Gᵀ u}, from a matrix for each frequency, {@code stride} apart. */
  void gatherColumns(float[] u, int at, int stride, float[] t);

  /** {@code g = t G}, to taps that are {@code tapStride} apart. */
  void gatherRows(float[] t, float[] g, int to, int tapStride);
}
