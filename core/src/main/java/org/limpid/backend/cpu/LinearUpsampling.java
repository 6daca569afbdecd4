package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;

/**
 * Linear enlarging by whole factors and its adjoint: first whole rows are mixed, then columns
 * within the mixed row, each output being a weighted mean of two neighbouring inputs.
 */
final class LinearUpsampling {

  private final WorkerPool workers;
  private final BufferPool memory;

  LinearUpsampling(WorkerPool workers, BufferPool memory) {
    this.workers = workers;
    this.memory = memory;
  }

  /**
   * Weights along one axis: output {@code i} is {@code (1 − upperWeight[i])·x[lower[i]] +
   * upperWeight[i]·x[lower[i] + 1]}.
   *
   * @param extent of the input
   * @param factor of enlargement
   * @param lower for each output the lower input
   * @param upperWeight for each output the weight of the next input
   */
  private record Axis(int extent, int factor, int[] lower, float[] upperWeight) {

    static Axis of(int extent, int factor) {
      int[] lower = new int[extent * factor];
      float[] upperWeight = new float[lower.length];
      for (int i = 0; i < lower.length; i++) {
        double at = Math.min(Math.max((i + 0.5) / factor - 0.5, 0), extent - 1.0);
        lower[i] = (int) at;
        upperWeight[i] = (float) (at - lower[i]);
      }
      return new Axis(extent, factor, lower, upperWeight);
    }

    int outputs() {
      return lower.length;
    }

    /** First output that can see an input. */
    int from(int input) {
      return Math.max(0, (input - 1) * factor);
    }

    /** Behind the last output that can see an input. */
    int to(int input) {
      return Math.min(outputs(), (input + 2) * factor);
    }

    /** Weight of an input in an output. */
    float weight(int input, int output) {
      if (input == lower[output]) {
        return 1 - upperWeight[output];
      }
      return input == lower[output] + 1 ? upperWeight[output] : 0;
    }
  }

  void forward(Grid in, Size3 factor, CpuStorage x, CpuStorage y) {
    Axis depth = Axis.of(in.depth(), factor.depth());
    Axis height = Axis.of(in.height(), factor.height());
    Axis width = Axis.of(in.width(), factor.width());
    int channels = in.channels();
    int rowIn = in.width() * channels;
    int rowOut = width.outputs() * channels;
    if (y.length == 0) {
      return;
    }
    try (Scratch weights = columnWeights(width, channels);
        Scratch scratch = new Scratch(memory, workers.workers(), 4, rowOut)) {
      workers.split(
          y.length / rowOut,
          Math.max(1, Elements.CHUNK / rowOut),
          (begin, end, worker) -> {
            float[] mixed = scratch.of(worker, 0);
            float[] source = scratch.of(worker, 1);
            float[] lower = scratch.of(worker, 2);
            float[] upper = scratch.of(worker, 3);
            for (int row = begin; row < end; row++) {
              int h = row % height.outputs();
              int d = row / height.outputs() % depth.outputs();
              int n = row / height.outputs() / depth.outputs();
              Arrays.fill(mixed, 0, rowIn, 0);
              for (int i = 0; i < 4; i++) {
                int id = depth.lower[d] + (i >> 1);
                int ih = height.lower[h] + (i & 1);
                float weight = depth.weight(id, d) * height.weight(ih, h);
                if (weight != 0) {
                  int from = x.offset + ((n * in.depth() + id) * in.height() + ih) * rowIn;
                  System.arraycopy(x.array, from, source, 0, rowIn);
                  Rows.addScaled(weight, source, mixed, 0, rowIn);
                }
              }
              pick(mixed, width, 0, channels, lower);
              pick(mixed, width, 1, channels, upper);
              mix(lower, upper, weights.of(0, 0), weights.of(0, 1), rowOut);
              System.arraycopy(lower, 0, y.array, y.offset + row * rowOut, rowOut);
            }
          });
    }
  }

  void backward(Grid in, Size3 factor, CpuStorage gradY, CpuStorage gradX) {
    Axis depth = Axis.of(in.depth(), factor.depth());
    Axis height = Axis.of(in.height(), factor.height());
    Axis width = Axis.of(in.width(), factor.width());
    int channels = in.channels();
    int rowIn = in.width() * channels;
    int rowOut = width.outputs() * channels;
    if (gradX.length == 0) {
      return;
    }
    long seen = (long) rowIn * factor.volume();
    try (Scratch weights = columnWeights(width, channels);
        Scratch scratch = new Scratch(memory, workers.workers(), 2, rowOut)) {
      workers.split(
          gradX.length / rowIn,
          (int) Math.max(1, Elements.CHUNK / seen),
          (begin, end, worker) -> {
            float[] mixed = scratch.of(worker, 0);
            float[] part = scratch.of(worker, 1);
            for (int row = begin; row < end; row++) {
              int h = row % in.height();
              int d = row / in.height() % in.depth();
              int n = row / in.height() / in.depth();
              Arrays.fill(mixed, 0, rowOut, 0);
              for (int od = depth.from(d); od < depth.to(d); od++) {
                for (int oh = height.from(h); oh < height.to(h); oh++) {
                  float weight = depth.weight(d, od) * height.weight(h, oh);
                  if (weight != 0) {
                    int outer = (n * depth.outputs() + od) * height.outputs() + oh;
                    System.arraycopy(gradY.array, gradY.offset + outer * rowOut, part, 0, rowOut);
                    Rows.addScaled(weight, part, mixed, 0, rowOut);
                  }
                }
              }
              int at = gradX.offset + row * rowIn;
              Arrays.fill(gradX.array, at, at + rowIn, 0);
              Rows.multiply(mixed, weights.of(0, 0), part, rowOut);
              putBack(part, width, 0, channels, gradX.array, at);
              Rows.multiply(mixed, weights.of(0, 1), part, rowOut);
              putBack(part, width, 1, channels, gradX.array, at);
            }
          });
    }
  }

  /** For each element of a row of outputs the weights of its lower and of its upper input. */
  private Scratch columnWeights(Axis axis, int channels) {
    Scratch weights = new Scratch(memory, 1, 2, axis.outputs() * channels);
    for (int i = 0; i < axis.outputs(); i++) {
      float upper = axis.upperWeight[i];
      Arrays.fill(weights.of(0, 0), i * channels, (i + 1) * channels, 1 - upper);
      Arrays.fill(weights.of(0, 1), i * channels, (i + 1) * channels, upper);
    }
    return weights;
  }

  /** For each output its lower input ({@code next} 0) or upper one (1), the last where none is. */
  private static void pick(float[] x, Axis axis, int next, int channels, float[] y) {
    for (int i = 0; i < axis.outputs(); i++) {
      int from = Math.min(axis.lower[i] + next, axis.extent - 1);
      System.arraycopy(x, from * channels, y, i * channels, channels);
    }
  }

  /** Adjoint of {@link #pick}. */
  private static void putBack(
      float[] gradY, Axis axis, int next, int channels, float[] gradX, int at) {
    for (int i = 0; i < axis.outputs(); i++) {
      int to = Math.min(axis.lower[i] + next, axis.extent - 1);
      Rows.add(gradY, i * channels, gradX, at + to * channels, channels);
    }
  }

  /** {@code x = x·xWeight + y·yWeight}. */
  private static void mix(float[] x, float[] y, float[] xWeight, float[] yWeight, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = x[i] * xWeight[i] + y[i] * yWeight[i];
    }
  }
}
