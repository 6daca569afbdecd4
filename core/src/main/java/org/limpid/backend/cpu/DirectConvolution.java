package org.limpid.backend.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/**
 * Convolution as its definition says, for every window, stride and padding. Forward and backward
 * over inputs go by rows of the result; backward over weights by their elements.
 */
final class DirectConvolution implements ConvolutionKernels {

  private final WorkerPool workers;

  DirectConvolution(WorkerPool workers) {
    this.workers = workers;
  }

  @Override
  public void forward(
      WindowGeometry g,
      Storage x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    String kernel = "convolution";
    int k = g.output().channels();
    CpuStorage input = CpuStorage.of(kernel, "x", x, g.input().elements());
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage biases = bias == null ? null : CpuStorage.of(kernel, "bias", bias, k);
    CpuStorage output = CpuStorage.of(kernel, "y", y, g.output().elements());
    int length = g.output().width() * k;
    workers.split(
        rows(g.output()),
        1,
        (begin, end, worker) -> {
          for (int row = begin; row < end; row++) {
            int at = output.offset + row * length;
            for (int w = 0; w < length; w += k) {
              if (biases == null) {
                Arrays.fill(output.array, at + w, at + w + k, 0);
              } else {
                System.arraycopy(biases.array, biases.offset, output.array, at + w, k);
              }
            }
            forwardRow(g, row, input, weights, output.array, at);
            Activations.forward(activation, output.array, output.array, at, at + length);
          }
        });
  }

  @Override
  public void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX) {
    String kernel = "convolutionBackwardInput";
    CpuStorage weights = CpuStorage.of(kernel, "weight", weight, weightElements(g));
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX, g.input().elements());
    workers.split(
        rows(g.input()),
        1,
        (begin, end, worker) -> {
          for (int row = begin; row < end; row++) {
            backwardInputRow(g, row, weights, from, to);
          }
        });
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias) {
    String kernel = "convolutionBackwardWeight";
    int k = g.output().channels();
    CpuStorage input = CpuStorage.of(kernel, "x", x, g.input().elements());
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, g.output().elements());
    CpuStorage to = CpuStorage.of(kernel, "gradWeight", gradWeight, weightElements(g));
    workers.run(
        g.window().volume() * g.input().channels(),
        (chunk, worker) -> {
          double[] sums = new double[k];
          sumProducts(g, chunk, input, from, sums);
          for (int i = 0; i < k; i++) {
            to.array[to.offset + chunk * k + i] = (float) sums[i];
          }
        });
    if (gradBias != null) {
      CpuStorage biases = CpuStorage.of(kernel, "gradBias", gradBias, k);
      double[] sums = new double[k];
      ColumnSums.of(from.array, from.offset, from.length / k, k, k, sums, 0);
      for (int i = 0; i < k; i++) {
        biases.array[biases.offset + i] = (float) sums[i];
      }
    }
  }

  private static void forwardRow(
      WindowGeometry g, int row, CpuStorage x, CpuStorage weight, float[] y, int at) {
    Grid in = g.input();
    int c = in.channels();
    int k = g.output().channels();
    Size3 window = g.window();
    int h = row % g.output().height();
    int d = row / g.output().height() % g.output().depth();
    int n = row / g.output().height() / g.output().depth();
    for (int tap = 0; tap < window.volume(); tap++) {
      int id = d * g.stride().depth() - g.padding().depth() + tapDepth(window, tap);
      int ih = h * g.stride().height() - g.padding().height() + tapHeight(window, tap);
      if (id < 0 || id >= in.depth() || ih < 0 || ih >= in.height()) {
        continue;
      }
      int from = x.offset + ((n * in.depth() + id) * in.height() + ih) * in.width() * c;
      for (int w = 0; w < g.output().width(); w++) {
        int iw = w * g.stride().width() - g.padding().width() + tap % window.width();
        if (iw >= 0 && iw < in.width()) {
          for (int i = 0; i < c; i++) {
            int factors = weight.offset + (tap * c + i) * k;
            Rows.addScaled(x.array[from + iw * c + i], weight.array, factors, y, at + w * k, k);
          }
        }
      }
    }
  }

  private static void backwardInputRow(
      WindowGeometry g, int row, CpuStorage weight, CpuStorage gradY, CpuStorage gradX) {
    Grid in = g.input();
    Grid out = g.output();
    int c = in.channels();
    int k = out.channels();
    Size3 window = g.window();
    int h = row % in.height();
    int d = row / in.height() % in.depth();
    int n = row / in.height() / in.depth();
    int to = gradX.offset + row * in.width() * c;
    Arrays.fill(gradX.array, to, to + in.width() * c, 0);
    for (int tap = 0; tap < window.volume(); tap++) {
      int od = seer(d, tapDepth(window, tap), g.stride().depth(), g.padding().depth(), out.depth());
      int oh =
          seer(h, tapHeight(window, tap), g.stride().height(), g.padding().height(), out.height());
      if (od < 0 || oh < 0) {
        continue;
      }
      int from = gradY.offset + ((n * out.depth() + od) * out.height() + oh) * out.width() * k;
      for (int w = 0; w < in.width(); w++) {
        int ow =
            seer(w, tap % window.width(), g.stride().width(), g.padding().width(), out.width());
        if (ow >= 0) {
          for (int i = 0; i < c; i++) {
            int factors = weight.offset + (tap * c + i) * k;
            gradX.array[to + w * c + i] +=
                dot(gradY.array, from + ow * k, weight.array, factors, k);
          }
        }
      }
    }
  }

  /** The output that sees an input through a tap of its window; −1 if none does. */
  private static int seer(int input, int tap, int stride, int padding, int extent) {
    int scaled = input + padding - tap;
    return scaled >= 0 && scaled % stride == 0 && scaled / stride < extent ? scaled / stride : -1;
  }

  /** For one tap and input channel, the sums over pixels of products with every output channel. */
  private static void sumProducts(
      WindowGeometry g, int chunk, CpuStorage x, CpuStorage gradY, double[] sums) {
    Grid in = g.input();
    Grid out = g.output();
    int c = in.channels();
    int k = out.channels();
    Size3 window = g.window();
    int tap = chunk / c;
    for (int row = 0; row < rows(out); row++) {
      int h = row % out.height();
      int d = row / out.height() % out.depth();
      int n = row / out.height() / out.depth();
      int id = d * g.stride().depth() - g.padding().depth() + tapDepth(window, tap);
      int ih = h * g.stride().height() - g.padding().height() + tapHeight(window, tap);
      if (id < 0 || id >= in.depth() || ih < 0 || ih >= in.height()) {
        continue;
      }
      int from = x.offset + ((n * in.depth() + id) * in.height() + ih) * in.width() * c + chunk % c;
      for (int w = 0; w < out.width(); w++) {
        int iw = w * g.stride().width() - g.padding().width() + tap % window.width();
        if (iw >= 0 && iw < in.width()) {
          int at = gradY.offset + (row * out.width() + w) * k;
          addProducts(x.array[from + iw * c], gradY.array, at, sums);
        }
      }
    }
  }

  private static void addProducts(float x, float[] gradY, int at, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += x * gradY[at + i];
    }
  }

  private static float dot(float[] a, int aAt, float[] b, int bAt, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }

  private static int tapDepth(Size3 window, int tap) {
    return tap / (window.height() * window.width());
  }

  private static int tapHeight(Size3 window, int tap) {
    return tap / window.width() % window.height();
  }

  private static int rows(Grid grid) {
    return grid.batch() * grid.depth() * grid.height();
  }

  private static long weightElements(WindowGeometry g) {
    return (long) g.window().volume() * g.input().channels() * g.output().channels();
  }
}
