package org.limpid.cuda;

import java.util.function.BiConsumer;
import org.limpid.backend.Grid;

/**
 * How a sum over pixels is cut, as that of weights' gradients: depends on the shape only, so that
 * the order of the sum does too.
 *
 * @param pixels of a split, whose products are added in float32; what splits come to is added in
 *     double
 * @param count number of splits
 */
record PixelSplits(int pixels, int count) {

  private static final int LEAST = 256;
  private static final int MOST = 2048;

  /** Splits that keep a GPU busy. */
  private static final int ENOUGH = 256;

  /** Beyond, what the splits come to would take more memory than it is worth. */
  private static final int MOST_COUNT = 1024;

  /** Weights whose splits a block adds up; {@code convolution.cu} says the same. */
  private static final int COLUMNS = 32;

  static PixelSplits of(Grid grid) {
    int pixels = Math.toIntExact(grid.pixels());
    int even = Launcher.blocks(Launcher.blocks(pixels, ENOUGH), LEAST) * LEAST;
    int split = Math.min(Math.max(even, LEAST), MOST);
    split = Math.max(split, Launcher.blocks(pixels, MOST_COUNT));
    return new PixelSplits(split, Launcher.blocks(pixels, split));
  }

  /**
   * Sums the splits.
   *
   * @param sum of all of them. Modified.
   * @param run computes the sum of each split, one behind the other
   */
  void add(Launcher gpu, CudaStorage sum, BiConsumer<PixelSplits, CudaStorage> run) {
    if (count == 1) {
      run.accept(this, sum);
      return;
    }
    int n = sum.length;
    gpu.withScratch(
        (long) count * n,
        partial -> {
          run.accept(this, partial);
          int blocks = Launcher.blocks(n, COLUMNS);
          gpu.run("convolution", "conv_add_splits", blocks, 1, partial, count, sum, n);
        });
  }
}
