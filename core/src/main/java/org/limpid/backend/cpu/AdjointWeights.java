package org.limpid.backend.cpu;

/** Weights as the adjoint of a convolution sees them. */
final class AdjointWeights {

  private AdjointWeights() {}

  /**
   * Picks the taps of a sweep in its order and swaps input and output channels.
   *
   * @param sweep one of {@link Sweep#backward}
   * @param weight {@code [kD, kH, kW, C, K]}. Not modified.
   * @param windowHeight kH
   * @param windowWidth kW
   * @param adjoint gets {@code [taps of the sweep, K, C]}. Modified.
   */
  static void of(
      Sweep sweep,
      CpuStorage weight,
      int windowHeight,
      int windowWidth,
      WorkerPool workers,
      float[] adjoint) {
    int c = sweep.target().channels();
    int k = sweep.source().channels();
    int wide = sweep.width().taps();
    int high = sweep.height().taps();
    workers.run(
        sweep.taps(),
        (tap, worker) -> {
          int d = sweep.depth().tap(tap / (high * wide));
          int h = sweep.height().tap(tap / wide % high);
          int w = sweep.width().tap(tap % wide);
          int from = weight.offset + ((d * windowHeight + h) * windowWidth + w) * c * k;
          transpose(weight.array, from, c, k, adjoint, tap * c * k);
        });
  }

  /** Rows in blocks, so that what is read and what is written both stay in the nearest cache. */
  private static void transpose(float[] a, int from, int rows, int columns, float[] b, int to) {
    int block = 16;
    for (int top = 0; top < rows; top += block) {
      int bottom = Math.min(top + block, rows);
      for (int column = 0; column < columns; column++) {
        for (int row = top; row < bottom; row++) {
          b[to + column * rows + row] = a[from + row * columns + column];
        }
      }
    }
  }
}
