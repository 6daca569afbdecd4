package org.limpid.backend.cpu;

/**
 * The steps of Winograd's transforms, with the matrices of {@link Points}, in loops over many tiles
 * or weights. Each step multiplies a matrix by a vector whose elements are columns of {@code n}
 * numbers: of the source from {@code i} on every {@code step}-th, of the target from {@code j} on
 * every {@code stepT}-th.
 */
interface PlainTransform {

  /** The one for a size of tiles. */
  static PlainTransform of(TileSize size) {
    return size == TileSize.SIX ? PlainTransform6.INSTANCE : PlainTransform4.INSTANCE;
  }

  /** {@code t = Bᵀ d}. */
  void source(float[][] d, int i, int step, float[][] t, int j, int stepT, int n);

  /** {@code t = Aᵀ m}. */
  void target(float[][] m, int i, int step, float[][] t, int j, int stepT, int n);

  /**
   * {@code t = Aᵀ m} summed over pairs of neighbouring pixels, of which the point -1 gives nothing:
   * its column of {@code m} is not read.
   */
  void targetPairs(float[][] m, int i, int step, float[][] t, int j, int stepT, int n);

  /** {@code t = A y}. */
  void targetAdjoint(float[][] y, int i, int step, float[][] t, int j, int stepT, int n);

  /** {@code t = G g}. */
  void spread(float[][] g, int i, int step, float[][] t, int j, int stepT, int n);

  /** {@code t = Gᵀ u}. */
  void gather(float[][] u, int i, int step, float[][] t, int j, int stepT, int n);
}
