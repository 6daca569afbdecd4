package org.limpid.backend.cpu;

/**
 * Winograd's transform {@code y = Aᵀ m A} to the pixels of a tile and its adjoint, with the
 * matrices of {@link Points}, for one tile and one vector of channels, in two steps as in {@link
 * SourceTransform}.
 */
interface TargetTransform {

  /** The one for a size of tiles. */
  static TargetTransform of(TileSize size) {
    return size == TileSize.SIX ? TargetTransform6.INSTANCE : TargetTransform4.INSTANCE;
  }

  /** {@code t = Aᵀ m}, from a panel for each frequency, {@link VectorPanels#STRIDE} apart. */
  void columns(float[] m, int at, float[] t);

  /** {@code y = max(t A + bias, floor)}. */
  void rows(
      float[] t,
      float[] bias,
      int biasAt,
      float floor,
      float[] y,
      int to,
      int rowStride,
      int pixelStride);

  /** {@code t = A y}. */
  void adjointColumns(float[] y, int at, int rowStride, int pixelStride, float[] t);

  /** {@code d = t Aᵀ}, to a panel for each frequency, {@link VectorPanels#STRIDE} apart. */
  void adjointRows(float[] t, float[] d, int to);
}
