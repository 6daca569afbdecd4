package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Activation;

/**
 * Sums of {@code [pixels, channels]} over pixels, for gradients of biases. In floats, one for each
 * element of a tile and so of few terms each, then in double precision: a third of the time of
 * {@link CpuReduction}, which knows nothing but double precision.
 */
final class ChannelSums {

  private final PanelKernels<?> kernels;
  private final WorkerPool workers;
  private final BufferPool memory;
  private final Reserve<PartialSums> partial = new Reserve<>(PartialSums::new);

  ChannelSums(PanelKernels<?> kernels, WorkerPool workers, BufferPool memory) {
    this.kernels = kernels;
    this.workers = workers;
    this.memory = memory;
  }

  /** Writes the sum of each channel of {@code x} to {@code y}. */
  void of(CpuStorage x, int pixels, int channels, CpuStorage y) {
    sum(
        pixels,
        channels,
        (at, count, sum, room) -> kernels.addRun(x.array, x.offset + at, sum, count, room),
        y);
  }

  /**
   * The same of a gradient that is passed through an activation on the way, and is still in a cache
   * when it is summed. All operands have the same offset.
   *
   * @param gradX gets the gradient. Modified.
   */
  void passed(
      Activation activation,
      CpuStorage y,
      CpuStorage gradY,
      CpuStorage gradX,
      int pixels,
      int channels,
      CpuStorage sums) {
    int offset = gradX.offset;
    sum(
        pixels,
        channels,
        (at, count, sum, room) ->
            kernels.passRun(
                activation, y.array, gradY.array, gradX.array, offset + at, sum, count, room),
        sums);
  }

  /** What adds the elements of a tile to sums. */
  @FunctionalInterface
  private interface TileSum {

    /** Adds elements {@code at} to {@code at + count - 1} among all. */
    void add(int at, int count, float[] sum, float[] room);
  }

  private void sum(int pixels, int channels, TileSum tileSum, CpuStorage y) {
    ChannelTiles tiles = new ChannelTiles(pixels, channels);
    PartialSums room = partial.take();
    int count = tiles.chunks() * channels;
    double[] sums = room.of(count);
    try (Scratch scratch = new Scratch(memory, workers.workers(), 2, tiles.tile())) {
      workers.split(
          pixels,
          tiles.chunk(),
          (begin, end, worker) -> {
            float[] tile = scratch.of(worker, 0);
            float[] sum = scratch.of(worker, 1);
            Arrays.fill(sum, 0, tiles.tile(), 0);
            tiles.each(begin, end, (at, length) -> tileSum.add(at, length, sum, tile));
            int to = begin / tiles.chunk() * channels;
            ColumnSums.of(sum, 0, tiles.pixelsOfTile(), channels, channels, sums, to);
          });
    }
    for (int c = 0; c < channels; c++) {
      double total = 0;
      for (int i = c; i < count; i += channels) {
        total += sums[i];
      }
      y.array[y.offset + c] = (float) total;
    }
    partial.give(room);
  }
}
