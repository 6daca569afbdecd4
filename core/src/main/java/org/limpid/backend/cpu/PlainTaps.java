package org.limpid.backend.cpu;

/**
 * Winograd's transform of weights {@code U = G w Gᵀ} and its adjoint {@code w = Gᵀ U G}, with the
 * matrix of {@link Points}. Channels lie side by side, so any run of weights of a tap is
 * transformed as one.
 */
final class PlainTaps {

  private PlainTaps() {}

  /**
   * Transforms some of the weights of each tap.
   *
   * @param weight nine taps of {@code size} weights each
   * @param weights which of the {@code size}
   * @param u a matrix of {@code size} elements for each frequency. Modified.
   */
  static void pack(
      TileSize tiles,
      float[] weight,
      int from,
      int size,
      Span weights,
      float[] u,
      int to,
      PlainScratch scratch) {
    PlainTransform transform = PlainTransform.of(tiles);
    int reach = tiles.reach();
    float[][] g = scratch.first;
    float[][] t = scratch.second;
    for (int begin = weights.from(); begin < weights.to(); begin += PlainScratch.LENGTH) {
      int n = Math.min(PlainScratch.LENGTH, weights.to() - begin);
      for (int tap = 0; tap < 9; tap++) {
        System.arraycopy(weight, from + tap * size + begin, g[tap], 0, n);
      }
      for (int s = 0; s < 3; s++) {
        transform.spread(g, s, 3, t, s, 3, n);
      }
      for (int r = 0; r < reach; r++) {
        transform.spread(t, 3 * r, 1, g, reach * r, 1, n);
      }
      for (int f = 0; f < tiles.frequencies(); f++) {
        System.arraycopy(g[f], 0, u, to + f * size + begin, n);
      }
    }
  }

  /** The adjoint of {@link #pack}, on the sum of {@code copies} of u in their order. */
  static void unpackSum(
      TileSize tiles,
      float[] u,
      int from,
      int copies,
      int stride,
      int size,
      Span weights,
      float[] weight,
      int to,
      PlainScratch scratch) {
    PlainTransform transform = PlainTransform.of(tiles);
    int reach = tiles.reach();
    float[][] v = scratch.first;
    float[][] t = scratch.second;
    for (int begin = weights.from(); begin < weights.to(); begin += PlainScratch.LENGTH) {
      int n = Math.min(PlainScratch.LENGTH, weights.to() - begin);
      for (int f = 0; f < tiles.frequencies(); f++) {
        int at = from + f * size + begin;
        System.arraycopy(u, at, v[f], 0, n);
        for (int copy = 1; copy < copies; copy++) {
          System.arraycopy(u, at + copy * stride, t[0], 0, n);
          add(t[0], v[f], n);
        }
      }
      for (int s = 0; s < reach; s++) {
        transform.gather(v, s, reach, t, s, reach, n);
      }
      for (int r = 0; r < 3; r++) {
        transform.gather(t, reach * r, 1, v, 3 * r, 1, n);
      }
      for (int tap = 0; tap < 9; tap++) {
        System.arraycopy(v[tap], 0, weight, to + tap * size + begin, n);
      }
    }
  }

  private static void add(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }
}
