package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Activation;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.Storage;

/**
 * Batch normalisation, tile by tile. Sums of a chunk are kept in floats, one for each element of a
 * tile and so of few terms each, and added up in double precision.
 */
final class CpuNormalization implements NormalizationKernels {

  /** Pixels that give a first guess of the mean. */
  private static final int SAMPLES = 64;

  private final WorkerPool workers;
  private final BufferPool memory;
  private final ChannelLoops loops;
  private final Reserve<PartialSums> partial = new Reserve<>(PartialSums::new);

  CpuNormalization(WorkerPool workers, BufferPool memory, ChannelLoops loops) {
    this.workers = workers;
    this.memory = memory;
    this.loops = loops;
  }

  @Override
  public void statistics(long pixels, int channels, Storage x, Storage mean, Storage variance) {
    String kernel = "statistics";
    CpuStorage from = CpuStorage.of(kernel, "x", x, pixels * channels);
    CpuStorage means = CpuStorage.of(kernel, "mean", mean, channels);
    CpuStorage variances = CpuStorage.of(kernel, "variance", variance, channels);
    ChannelTiles tiles = tiles(kernel, pixels, channels);
    // Squares about a guess of the mean do not cancel as those about 0 would.
    float[] guess = guess(from, tiles);
    PartialSums room = partial.take();
    double[] sums = room.of(tiles.chunks() * 2 * channels);
    try (Scratch factors = new Scratch(memory, 1, tiles.tile());
        Scratch scratch =
            new Scratch(memory, workers.workers(), 2 + ChannelLoops.SCRATCH, tiles.tile())) {
      float[] centers = factors.of(0);
      tiles.repeat(guess, centers);
      workers.split(
          tiles.pixels(),
          tiles.chunk(),
          (begin, end, worker) -> {
            float[][] space = scratch.all(worker);
            float[] sum = scratch.of(worker, ChannelLoops.SCRATCH);
            float[] squares = scratch.of(worker, ChannelLoops.SCRATCH + 1);
            Arrays.fill(sum, 0, tiles.tile(), 0);
            Arrays.fill(squares, 0, tiles.tile(), 0);
            tiles.each(
                begin,
                end,
                (at, count) ->
                    loops.addDeviations(
                        from.array, from.offset + at, centers, sum, squares, count, space));
            keep(tiles, begin, sum, squares, sums);
          });
    }
    for (int c = 0; c < channels; c++) {
      double deviation = total(sums, tiles, c) / pixels;
      double square = total(sums, tiles, channels + c) / pixels;
      means.array[means.offset + c] = (float) (guess[c] + deviation);
      variances.array[variances.offset + c] = (float) Math.max(0, square - deviation * deviation);
    }
    partial.give(room);
  }

  @Override
  public void normalize(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage y) {
    String kernel = "normalize";
    CpuStorage from = CpuStorage.of(kernel, "x", x, pixels * channels);
    CpuStorage means = CpuStorage.of(kernel, "mean", mean, channels);
    CpuStorage variances = CpuStorage.of(kernel, "variance", variance, channels);
    CpuStorage gains = CpuStorage.of(kernel, "gain", gain, channels);
    CpuStorage shifts = CpuStorage.of(kernel, "shift", shift, channels);
    CpuStorage to = CpuStorage.of(kernel, "y", y, pixels * channels);
    ChannelTiles tiles = tiles(kernel, pixels, channels);
    float[] scale = inverseDeviations(variances, epsilon);
    for (int c = 0; c < channels; c++) {
      scale[c] *= gains.array[gains.offset + c];
    }
    try (Scratch factors = new Scratch(memory, 1, 3, tiles.tile());
        Scratch scratch =
            new Scratch(memory, workers.workers(), ChannelLoops.SCRATCH, tiles.tile())) {
      float[] centers = factors.of(0, 0);
      float[] scales = factors.of(0, 1);
      float[] offsets = factors.of(0, 2);
      tiles.repeat(values(means), centers);
      tiles.repeat(scale, scales);
      tiles.repeat(values(shifts), offsets);
      workers.split(
          tiles.pixels(),
          tiles.chunk(),
          (begin, end, worker) -> {
            float[][] space = scratch.all(worker);
            tiles.each(
                begin,
                end,
                (at, count) ->
                    loops.normalize(
                        activation,
                        from.array,
                        from.offset + at,
                        centers,
                        scales,
                        offsets,
                        to.array,
                        to.offset + at,
                        count,
                        space));
          });
    }
  }

  @Override
  public void backward(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      boolean fromBatch,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage gradY,
      Storage gradX,
      Storage gradGain,
      Storage gradShift) {
    String kernel = "normalizeBackward";
    CpuStorage input = CpuStorage.of(kernel, "x", x, pixels * channels);
    CpuStorage means = CpuStorage.of(kernel, "mean", mean, channels);
    CpuStorage variances = CpuStorage.of(kernel, "variance", variance, channels);
    CpuStorage gains = CpuStorage.of(kernel, "gain", gain, channels);
    CpuStorage shifts = CpuStorage.of(kernel, "shift", shift, channels);
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, pixels * channels);
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX, pixels * channels);
    CpuStorage toGain = CpuStorage.of(kernel, "gradGain", gradGain, channels);
    CpuStorage toShift = CpuStorage.of(kernel, "gradShift", gradShift, channels);
    ChannelTiles tiles = tiles(kernel, pixels, channels);
    float[] inverse = inverseDeviations(variances, epsilon);
    float[] scale = inverse.clone();
    for (int c = 0; c < channels; c++) {
      scale[c] *= gains.array[gains.offset + c];
    }
    try (Scratch room = new Scratch(memory, 1, 6, tiles.tile());
        Scratch scratch =
            new Scratch(memory, workers.workers(), 2 + ChannelLoops.SCRATCH, tiles.tile())) {
      NormalizationFactors factors =
          new NormalizationFactors(
              room.of(0, 0),
              room.of(0, 1),
              room.of(0, 2),
              room.of(0, 3),
              room.of(0, 4),
              room.of(0, 5));
      tiles.repeat(values(means), factors.center());
      tiles.repeat(inverse, factors.inverse());
      tiles.repeat(scale, factors.scale());
      tiles.repeat(values(shifts), factors.shift());
      PartialSums sums = partial.take();
      double[] partialSums = sums.of(tiles.chunks() * 2 * channels);
      addGradients(tiles, activation, input, from, factors, scratch, partialSums);
      float[] slope = new float[channels];
      float[] constant = new float[channels];
      for (int c = 0; c < channels; c++) {
        double shiftSum = total(partialSums, tiles, c);
        double gainSum = total(partialSums, tiles, channels + c);
        toShift.array[toShift.offset + c] = (float) shiftSum;
        toGain.array[toGain.offset + c] = (float) gainSum;
        slope[c] = fromBatch ? (float) (-scale[c] * gainSum / pixels) : 0;
        constant[c] = fromBatch ? (float) (-scale[c] * shiftSum / pixels) : 0;
      }
      partial.give(sums);
      tiles.repeat(slope, factors.slope());
      tiles.repeat(constant, factors.constant());
      passGradients(tiles, activation, input, from, to, factors, scratch);
    }
  }

  /**
   * First pass: what comes through the activation is summed, alone and times the normalised input.
   *
   * @param sums both of each channel, for each chunk. Modified.
   */
  private void addGradients(
      ChannelTiles tiles,
      Activation activation,
      CpuStorage x,
      CpuStorage gradY,
      NormalizationFactors factors,
      Scratch scratch,
      double[] sums) {
    workers.split(
        tiles.pixels(),
        tiles.chunk(),
        (begin, end, worker) -> {
          float[][] space = scratch.all(worker);
          float[] sum = scratch.of(worker, ChannelLoops.SCRATCH);
          float[] products = scratch.of(worker, ChannelLoops.SCRATCH + 1);
          Arrays.fill(sum, 0, tiles.tile(), 0);
          Arrays.fill(products, 0, tiles.tile(), 0);
          tiles.each(
              begin,
              end,
              (at, count) ->
                  loops.addGradients(
                      activation,
                      x.array,
                      x.offset + at,
                      gradY.array,
                      gradY.offset + at,
                      factors,
                      sum,
                      products,
                      count,
                      space));
          keep(tiles, begin, sum, products, sums);
        });
  }

  /** Second pass: through activation, scale and statistics. */
  private void passGradients(
      ChannelTiles tiles,
      Activation activation,
      CpuStorage x,
      CpuStorage gradY,
      CpuStorage gradX,
      NormalizationFactors factors,
      Scratch scratch) {
    workers.split(
        tiles.pixels(),
        tiles.chunk(),
        (begin, end, worker) -> {
          float[][] space = scratch.all(worker);
          tiles.each(
              begin,
              end,
              (at, count) ->
                  loops.passGradients(
                      activation,
                      x.array,
                      x.offset + at,
                      gradY.array,
                      gradY.offset + at,
                      factors,
                      gradX.array,
                      gradX.offset + at,
                      count,
                      space));
        });
  }

  private static ChannelTiles tiles(String kernel, long pixels, int channels) {
    if (pixels < 1 || channels < 1) {
      throw new IllegalArgumentException(
          kernel + ": " + pixels + " pixels of " + channels + " channels (expected: >= 1)");
    }
    return new ChannelTiles((int) pixels, channels);
  }

  private static float[] values(CpuStorage storage) {
    return Arrays.copyOfRange(storage.array, storage.offset, storage.end());
  }

  private static float[] inverseDeviations(CpuStorage variance, float epsilon) {
    float[] inverse = values(variance);
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = (float) (1 / Math.sqrt((double) inverse[c] + epsilon));
    }
    return inverse;
  }

  /** The mean over some pixels spread over all, which lies near the mean of all. */
  private static float[] guess(CpuStorage x, ChannelTiles tiles) {
    int channels = tiles.channels();
    int step = (tiles.pixels() - 1) / SAMPLES + 1;
    int samples = (tiles.pixels() - 1) / step + 1;
    double[] sums = new double[channels];
    ColumnSums.of(x.array, x.offset, samples, step * channels, channels, sums, 0);
    float[] guess = new float[channels];
    for (int c = 0; c < channels; c++) {
      guess[c] = (float) (sums[c] / samples);
    }
    return guess;
  }

  /** Keeps the channel sums of two tiles for the chunk that starts at pixel {@code begin}. */
  private static void keep(
      ChannelTiles tiles, int begin, float[] first, float[] second, double[] sums) {
    int channels = tiles.channels();
    int at = begin / tiles.chunk() * 2 * channels;
    ColumnSums.of(first, 0, tiles.pixelsOfTile(), channels, channels, sums, at);
    ColumnSums.of(second, 0, tiles.pixelsOfTile(), channels, channels, sums, at + channels);
  }

  /** One of the sums of all channels, over all chunks. */
  private static double total(double[] sums, ChannelTiles tiles, int at) {
    int stride = 2 * tiles.channels();
    double total = 0;
    for (int i = at; i < tiles.chunks() * stride; i += stride) {
      total += sums[i];
    }
    return total;
  }
}
