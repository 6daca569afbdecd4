package org.limpid.cuda;

import org.limpid.backend.AxisGeometry;

/**
 * Statistics of channels from those that a convolution leaves for each of its tiles, so that nobody
 * has to read its result again ({@code ending.cuh}, {@code normalization.cu}).
 *
 * @param pixels of the result
 * @param channels of the result
 * @param rows pixels of a tile; the last one may have fewer
 */
record TileMoments(long pixels, int channels, int rows) {

  private static final String FAMILY = "normalization";

  private long tiles() {
    return Launcher.blocks(pixels, rows);
  }

  /** What all tiles leave: a mean and a sum for each channel. */
  long floats() {
    return 2 * tiles() * channels;
  }

  /** Mean and variance of every channel, the tiles added up in an order given by the extents. */
  void finish(Launcher gpu, CudaStorage moments, CudaStorage mean, CudaStorage variance) {
    SumShape shape = SumShape.of(new AxisGeometry(1, tiles(), channels));
    int[] cut = shape.ints();
    int blocks = shape.blocks();
    int n = (int) pixels;
    gpu.withScratch(
        shape.scratch(1),
        partial ->
            gpu.withScratch(
                2L * channels,
                exact -> {
                  gpu.run(FAMILY, "norm_tile_sum", blocks, 1, cut, rows, n, moments, partial);
                  gpu.each(FAMILY, "norm_mean", channels, cut, n, partial, exact, mean);
                  gpu.run(
                      FAMILY,
                      "norm_tile_squares",
                      blocks,
                      1,
                      cut,
                      rows,
                      n,
                      moments,
                      exact,
                      partial);
                  gpu.each(FAMILY, "norm_variance", channels, cut, n, partial, variance);
                }));
  }
}
