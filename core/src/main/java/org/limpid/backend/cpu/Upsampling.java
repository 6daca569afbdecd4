package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;

/**
 * Enlarging by whole factors and its adjoint. Along each axis an output is a weighted mean of two
 * neighbouring inputs, one of which has weight 0 when pixels are repeated.
 */
final class Upsampling {

  private final WorkerPool workers;
  private final BufferPool memory;

  Upsampling(WorkerPool workers, BufferPool memory) {
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
   * @param upperWeight for each output the weight of the next one
   */
  private record Axis(int extent, int factor, int[] lower, float[] upperWeight) {

    static Axis of(int extent, int factor, Interpolation interpolation) {
      int[] lower = new int[extent * factor];
      float[] upperWeight = new float[lower.length];
      for (int i = 0; i < lower.length; i++) {
        switch (interpolation) {
          case NEAREST -> lower[i] = i / factor;
          case LINEAR -> {
            double at = Math.min(Math.max((i + 0.5) / factor - 0.5, 0), extent - 1.0);
            lower[i] = (int) at;
            upperWeight[i] = (float) (at - lower[i]);
          }
        }
      }
      return new Axis(extent, factor, lower, upperWeight);
    }

    /** First output that can see an input. */
    int from(int input) {
      return Math.max(0, (input - 1) * factor);
    }

    /** Behind the last output that can see an input. */
    int to(int input) {
      return Math.min(lower.length, (input + 2) * factor);
    }

    /** Weight of an input in an output. */
    float weight(int input, int output) {
      if (input == lower[output]) {
        return 1 - upperWeight[output];
      }
      return input == lower[output] + 1 ? upperWeight[output] : 0;
    }
  }

  void forward(Grid in, Size3 factor, Interpolation interpolation, CpuStorage x, CpuStorage y) {
    Axis depth = Axis.of(in.depth(), factor.depth(), interpolation);
    Axis height = Axis.of(in.height(), factor.height(), interpolation);
    Axis width = Axis.of(in.width(), factor.width(), interpolation);
    int channels = in.channels();
    int rows = in.batch() * depth.lower.length * height.lower.length;
    int rowIn = in.width() * channels;
    int rowOut = width.lower.length * channels;
    try (Scratch scratch = new Scratch(memory, workers.workers(), rowIn)) {
      workers.split(
          rows,
          Math.max(1, Elements.CHUNK / rowOut),
          (begin, end, worker) -> {
            float[] mixed = scratch.of(worker);
            for (int row = begin; row < end; row++) {
              int h = row % height.lower.length;
              int d = row / height.lower.length % depth.lower.length;
              int n = row / height.lower.length / depth.lower.length;
              Arrays.fill(mixed, 0, rowIn, 0);
              for (int i = 0; i < 4; i++) {
                int id = depth.lower[d] + (i >> 1);
                int ih = height.lower[h] + (i & 1);
                float weight = depth.weight(id, d) * height.weight(ih, h);
                if (weight != 0) {
                  int from = x.offset + ((n * in.depth() + id) * in.height() + ih) * rowIn;
                  Rows.addScaled(weight, x.array, from, mixed, 0, rowIn);
                }
              }
              widen(width, channels, mixed, y.array, y.offset + row * rowOut);
            }
          });
    }
  }

  void backward(
      Grid in, Size3 factor, Interpolation interpolation, CpuStorage gradY, CpuStorage gradX) {
    Axis depth = Axis.of(in.depth(), factor.depth(), interpolation);
    Axis height = Axis.of(in.height(), factor.height(), interpolation);
    Axis width = Axis.of(in.width(), factor.width(), interpolation);
    int channels = in.channels();
    int rowIn = in.width() * channels;
    int rowOut = width.lower.length * channels;
    try (Scratch scratch = new Scratch(memory, workers.workers(), rowOut)) {
      workers.split(
          in.batch() * in.depth() * in.height(),
          Math.max(1, Elements.CHUNK / (rowIn * factor.volume())),
          (begin, end, worker) -> {
            float[] mixed = scratch.of(worker);
            for (int row = begin; row < end; row++) {
              int h = row % in.height();
              int d = row / in.height() % in.depth();
              int n = row / in.height() / in.depth();
              Arrays.fill(mixed, 0, rowOut, 0);
              for (int od = depth.from(d); od < depth.to(d); od++) {
                for (int oh = height.from(h); oh < height.to(h); oh++) {
                  float weight = depth.weight(d, od) * height.weight(h, oh);
                  if (weight != 0) {
                    int outer = (n * depth.lower.length + od) * height.lower.length + oh;
                    Rows.addScaled(
                        weight, gradY.array, gradY.offset + outer * rowOut, mixed, 0, rowOut);
                  }
                }
              }
              narrow(width, channels, mixed, gradX.array, gradX.offset + row * rowIn);
            }
          });
    }
  }

  /** One row along its axis. */
  private static void widen(Axis axis, int channels, float[] x, float[] y, int at) {
    for (int i = 0; i < axis.lower.length; i++) {
      int from = axis.lower[i] * channels;
      int to = at + i * channels;
      float upper = axis.upperWeight[i];
      if (upper == 0) {
        System.arraycopy(x, from, y, to, channels);
      } else {
        Rows.scale(1 - upper, x, from, y, to, channels);
        Rows.addScaled(upper, x, from + channels, y, to, channels);
      }
    }
  }

  /** The adjoint of {@link #widen}. */
  private static void narrow(Axis axis, int channels, float[] gradY, float[] gradX, int at) {
    for (int i = 0; i < axis.extent; i++) {
      int to = at + i * channels;
      Arrays.fill(gradX, to, to + channels, 0);
      for (int output = axis.from(i); output < axis.to(i); output++) {
        float weight = axis.weight(i, output);
        if (weight != 0) {
          Rows.addScaled(weight, gradY, output * channels, gradX, to, channels);
        }
      }
    }
  }
}
