package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Activation;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.Storage;

/**
 * Batch normalisation in tiles of about 1000 elements: each tile is copied to scratch memory, where
 * pixels and per-channel factors (repeated for every pixel of a tile) stand at the same index, as
 * vector loops need it.
 */
final class CpuNormalization implements NormalizationKernels {

  private static final int TILE = 1 << 10;

  /** Pixels that give a first guess of the mean. */
  private static final int SAMPLES = 64;

  private final WorkerPool workers;
  private final BufferPool memory;

  CpuNormalization(WorkerPool workers, BufferPool memory) {
    this.workers = workers;
    this.memory = memory;
  }

  /** How pixels fall into tiles and chunks; depends on the shape only. */
  private record Tiling(int pixels, int channels) {

    /** Pixels of a tile. */
    int tile() {
      return Math.max(1, TILE / channels);
    }

    /** Pixels of a chunk: whole tiles, and at most 64 chunks if that makes them no smaller. */
    int chunk() {
      long tiles = Math.max(Elements.CHUNK / TILE, (long) pixels / tile() / 64 + 1);
      return (int) Math.min(pixels, tiles * tile());
    }

    int chunks() {
      return (pixels + chunk() - 1) / chunk();
    }

    int elements() {
      return tile() * channels;
    }
  }

  @Override
  public void statistics(long pixels, int channels, Storage x, Storage mean, Storage variance) {
    CpuStorage from = CpuStorage.of("statistics", "x", x, pixels * channels);
    CpuStorage means = CpuStorage.of("statistics", "mean", mean, channels);
    CpuStorage variances = CpuStorage.of("statistics", "variance", variance, channels);
    if (from.length == 0) {
      throw new IllegalArgumentException("statistics: no pixels (expected: at least 1)");
    }
    Tiling tiling = new Tiling((int) pixels, channels);
    // Sums of squares about a guess of the mean do not cancel as those about 0 would.
    float[] guess = guess(from, tiling);
    double[] sums = new double[tiling.chunks() * 2 * channels];
    float[] guesses = repeated(tiling, guess);
    try (Scratch scratch = new Scratch(memory, workers.workers(), 3, tiling.elements())) {
      workers.split(
          tiling.pixels(),
          tiling.chunk(),
          (begin, end, worker) -> {
            float[] tile = scratch.of(worker, 0);
            float[] sum = scratch.of(worker, 1);
            float[] squares = scratch.of(worker, 2);
            Arrays.fill(sum, 0, tiling.elements(), 0);
            Arrays.fill(squares, 0, tiling.elements(), 0);
            for (int pixel = begin; pixel < end; pixel += tiling.tile()) {
              int length = Math.min(tiling.tile(), end - pixel) * channels;
              System.arraycopy(from.array, from.offset + pixel * channels, tile, 0, length);
              addDeviations(tile, guesses, sum, squares, length);
            }
            int at = begin / tiling.chunk() * 2 * channels;
            ColumnSums.of(sum, 0, tiling.tile(), channels, channels, sums, at);
            ColumnSums.of(squares, 0, tiling.tile(), channels, channels, sums, at + channels);
          });
    } finally {
      memory.give(guesses);
    }
    for (int c = 0; c < channels; c++) {
      double deviation = total(sums, 2 * channels, c) / pixels;
      double square = total(sums, 2 * channels, channels + c) / pixels;
      means.array[means.offset + c] = (float) (guess[c] + deviation);
      variances.array[variances.offset + c] = (float) Math.max(0, square - deviation * deviation);
    }
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
    if (from.length == 0) {
      return;
    }
    Tiling tiling = new Tiling((int) pixels, channels);
    float[] scale = new float[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = gains.array[gains.offset + c] * inverseDeviation(variances, c, epsilon);
    }
    float[] centers = repeated(tiling, values(means));
    float[] scales = repeated(tiling, scale);
    float[] offsets = repeated(tiling, values(shifts));
    try (Scratch scratch = new Scratch(memory, workers.workers(), tiling.elements())) {
      workers.split(
          tiling.pixels(),
          tiling.chunk(),
          (begin, end, worker) -> {
            float[] tile = scratch.of(worker);
            for (int pixel = begin; pixel < end; pixel += tiling.tile()) {
              int at = pixel * channels;
              int length = Math.min(tiling.tile(), end - pixel) * channels;
              System.arraycopy(from.array, from.offset + at, tile, 0, length);
              scaleAndShift(tile, centers, scales, offsets, length);
              Activations.forward(activation, tile, tile, 0, length);
              System.arraycopy(tile, 0, to.array, to.offset + at, length);
            }
          });
    } finally {
      memory.give(centers);
      memory.give(scales);
      memory.give(offsets);
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
      Storage y,
      Storage gradY,
      Storage gradX,
      Storage gradGain,
      Storage gradShift) {
    String kernel = "normalizeBackward";
    CpuStorage input = CpuStorage.of(kernel, "x", x, pixels * channels);
    CpuStorage means = CpuStorage.of(kernel, "mean", mean, channels);
    CpuStorage variances = CpuStorage.of(kernel, "variance", variance, channels);
    CpuStorage gains = CpuStorage.of(kernel, "gain", gain, channels);
    CpuStorage output = CpuStorage.of(kernel, "y", y, pixels * channels);
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, pixels * channels);
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX, pixels * channels);
    CpuStorage gainGradient = CpuStorage.of(kernel, "gradGain", gradGain, channels);
    CpuStorage shiftGradient = CpuStorage.of(kernel, "gradShift", gradShift, channels);
    if (input.length == 0) {
      throw new IllegalArgumentException(kernel + ": no pixels (expected: at least 1)");
    }
    Tiling tiling = new Tiling((int) pixels, channels);
    float[] inverse = new float[channels];
    for (int c = 0; c < channels; c++) {
      inverse[c] = inverseDeviation(variances, c, epsilon);
    }
    float[] centers = repeated(tiling, values(means));
    float[] scales = repeated(tiling, inverse);
    double[] sums = new double[tiling.chunks() * 2 * channels];
    try (Scratch scratch = new Scratch(memory, workers.workers(), 5, tiling.elements())) {
      workers.split(
          tiling.pixels(),
          tiling.chunk(),
          (begin, end, worker) -> {
            float[] tile = scratch.of(worker, 0);
            float[] result = scratch.of(worker, 1);
            float[] gradient = scratch.of(worker, 2);
            float[] sum = scratch.of(worker, 3);
            float[] products = scratch.of(worker, 4);
            Arrays.fill(sum, 0, tiling.elements(), 0);
            Arrays.fill(products, 0, tiling.elements(), 0);
            for (int pixel = begin; pixel < end; pixel += tiling.tile()) {
              int at = pixel * channels;
              int length = Math.min(tiling.tile(), end - pixel) * channels;
              System.arraycopy(input.array, input.offset + at, tile, 0, length);
              System.arraycopy(from.array, from.offset + at, gradient, 0, length);
              System.arraycopy(output.array, output.offset + at, result, 0, length);
              Activations.backward(activation, result, gradient, gradient, 0, length);
              addProducts(tile, centers, scales, gradient, sum, products, length);
              // What passed the activation waits in the result for the second pass.
              System.arraycopy(gradient, 0, to.array, to.offset + at, length);
            }
            int at = begin / tiling.chunk() * 2 * channels;
            ColumnSums.of(sum, 0, tiling.tile(), channels, channels, sums, at);
            ColumnSums.of(products, 0, tiling.tile(), channels, channels, sums, at + channels);
          });
      // gradX = factor·g + slope·(x − mean)·inverse + constant
      float[] factor = new float[channels];
      float[] slope = new float[channels];
      float[] constant = new float[channels];
      for (int c = 0; c < channels; c++) {
        double shiftSum = total(sums, 2 * channels, c);
        double gainSum = total(sums, 2 * channels, channels + c);
        gainGradient.array[gainGradient.offset + c] = (float) gainSum;
        shiftGradient.array[shiftGradient.offset + c] = (float) shiftSum;
        factor[c] = gains.array[gains.offset + c] * inverse[c];
        slope[c] = fromBatch ? (float) (-factor[c] * gainSum / pixels) : 0;
        constant[c] = fromBatch ? (float) (-factor[c] * shiftSum / pixels) : 0;
      }
      float[] factors = repeated(tiling, factor);
      float[] slopes = repeated(tiling, slope);
      float[] constants = repeated(tiling, constant);
      workers.split(
          tiling.pixels(),
          tiling.chunk(),
          (begin, end, worker) -> {
            float[] tile = scratch.of(worker, 0);
            float[] gradient = scratch.of(worker, 2);
            for (int pixel = begin; pixel < end; pixel += tiling.tile()) {
              int at = pixel * channels;
              int length = Math.min(tiling.tile(), end - pixel) * channels;
              System.arraycopy(input.array, input.offset + at, tile, 0, length);
              System.arraycopy(to.array, to.offset + at, gradient, 0, length);
              normalizeTile(tile, centers, scales, length);
              combine(tile, gradient, factors, slopes, constants, length);
              System.arraycopy(gradient, 0, to.array, to.offset + at, length);
            }
          });
      memory.give(factors);
      memory.give(slopes);
      memory.give(constants);
    } finally {
      memory.give(centers);
      memory.give(scales);
    }
  }

  private static float[] values(CpuStorage storage) {
    return Arrays.copyOfRange(storage.array, storage.offset, storage.end());
  }

  private static float inverseDeviation(CpuStorage variance, int channel, float epsilon) {
    return (float) (1 / Math.sqrt((double) variance.array[variance.offset + channel] + epsilon));
  }

  /** Values of channels, once for every pixel of a tile; give the array back to the pool. */
  private float[] repeated(Tiling tiling, float[] values) {
    float[] array = memory.take(tiling.elements());
    for (int at = 0; at < tiling.elements(); at += values.length) {
      System.arraycopy(values, 0, array, at, values.length);
    }
    return array;
  }

  /** The mean over some pixels spread over all, which lies near the mean of all. */
  private static float[] guess(CpuStorage x, Tiling tiling) {
    int channels = tiling.channels();
    int step = (tiling.pixels() + SAMPLES - 1) / SAMPLES;
    int samples = (tiling.pixels() + step - 1) / step;
    double[] sums = new double[channels];
    ColumnSums.of(x.array, x.offset, samples, step * channels, channels, sums, 0);
    float[] guess = new float[channels];
    for (int c = 0; c < channels; c++) {
      guess[c] = (float) (sums[c] / samples);
    }
    return guess;
  }

  private static double total(double[] sums, int stride, int at) {
    double total = 0;
    for (int i = at; i < sums.length; i += stride) {
      total += sums[i];
    }
    return total;
  }

  private static void addDeviations(
      float[] x, float[] center, float[] sum, float[] squares, int length) {
    for (int i = 0; i < length; i++) {
      float deviation = x[i] - center[i];
      sum[i] += deviation;
      squares[i] += deviation * deviation;
    }
  }

  private static void scaleAndShift(
      float[] x, float[] center, float[] scale, float[] shift, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (x[i] - center[i]) * scale[i] + shift[i];
    }
  }

  private static void addProducts(
      float[] x,
      float[] center,
      float[] scale,
      float[] gradient,
      float[] sum,
      float[] products,
      int length) {
    for (int i = 0; i < length; i++) {
      sum[i] += gradient[i];
      products[i] += gradient[i] * ((x[i] - center[i]) * scale[i]);
    }
  }

  private static void normalizeTile(float[] x, float[] center, float[] scale, int length) {
    for (int i = 0; i < length; i++) {
      x[i] = (x[i] - center[i]) * scale[i];
    }
  }

  private static void combine(
      float[] normalized,
      float[] gradient,
      float[] factor,
      float[] slope,
      float[] constant,
      int length) {
    for (int i = 0; i < length; i++) {
      gradient[i] = factor[i] * gradient[i] + (slope[i] * normalized[i] + constant[i]);
    }
  }
}
