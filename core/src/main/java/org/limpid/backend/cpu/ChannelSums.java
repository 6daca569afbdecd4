package org.limpid.backend.cpu;

import java.util.Arrays;

/**
 * Sums of {@code [pixels, channels]} over pixels, for gradients of biases. In floats, one for each
 * element of a tile and so of few terms each, then in double precision: a third of the time of
 * {@link CpuReduction}, which knows nothing but double precision.
 */
final class ChannelSums {

  private final PanelKernels<?> kernels;
  private final WorkerPool workers;
  private final BufferPool memory;

  ChannelSums(PanelKernels<?> kernels, WorkerPool workers, BufferPool memory) {
    this.kernels = kernels;
    this.workers = workers;
    this.memory = memory;
  }

  /** What happens to elements just before they are summed. */
  @FunctionalInterface
  interface Before {

    /** Does it to elements {@code at} to {@code at + count - 1} among all. */
    void run(int at, int count);
  }

  /** Writes the sum of each channel of {@code x} to {@code y}. */
  void of(CpuStorage x, int pixels, int channels, CpuStorage y) {
    of(x, pixels, channels, (at, count) -> {}, y);
  }

  /** The same of elements that are only now computed, and are still in a cache when summed. */
  void of(CpuStorage x, int pixels, int channels, Before before, CpuStorage y) {
    ChannelTiles tiles = new ChannelTiles(pixels, channels);
    double[] sums = new double[tiles.chunks() * channels];
    try (Scratch scratch = new Scratch(memory, workers.workers(), 2, tiles.tile())) {
      workers.split(
          pixels,
          tiles.chunk(),
          (begin, end, worker) -> {
            float[] tile = scratch.of(worker, 0);
            float[] sum = scratch.of(worker, 1);
            Arrays.fill(sum, 0, tiles.tile(), 0);
            tiles.each(
                begin,
                end,
                (at, count) -> {
                  before.run(at, count);
                  kernels.addRun(x.array, x.offset + at, sum, count, tile);
                });
            int to = begin / tiles.chunk() * channels;
            ColumnSums.of(sum, 0, tiles.pixelsOfTile(), channels, channels, sums, to);
          });
    }
    for (int c = 0; c < channels; c++) {
      double total = 0;
      for (int i = c; i < sums.length; i += channels) {
        total += sums[i];
      }
      y.array[y.offset + c] = (float) total;
    }
  }
}
