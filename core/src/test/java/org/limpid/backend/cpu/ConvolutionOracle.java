package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/** Convolution and its adjoints by their definition, in double precision. */
final class ConvolutionOracle {

  /** What is done with each triple of output, input and weight that belong together. */
  @FunctionalInterface
  private interface Visitor {
    void visit(int output, int input, int weight);
  }

  private ConvolutionOracle() {}

  static double[] forward(WindowGeometry g, float[] x, float[] weight) {
    double[] y = new double[(int) g.output().elements()];
    visit(g, (output, input, w) -> y[output] += (double) x[input] * weight[w]);
    return y;
  }

  static double[] backwardInput(WindowGeometry g, float[] weight, float[] gradY) {
    double[] gradX = new double[(int) g.input().elements()];
    visit(g, (output, input, w) -> gradX[input] += (double) gradY[output] * weight[w]);
    return gradX;
  }

  static double[] backwardWeight(WindowGeometry g, float[] x, float[] gradY) {
    double[] gradWeight = new double[weightElements(g)];
    visit(g, (output, input, w) -> gradWeight[w] += (double) x[input] * gradY[output]);
    return gradWeight;
  }

  static int weightElements(WindowGeometry g) {
    return g.window().volume() * g.input().channels() * g.output().channels();
  }

  private static void visit(WindowGeometry g, Visitor visitor) {
    Grid in = g.input();
    Grid out = g.output();
    int pixel = 0;
    for (int n = 0; n < out.batch(); n++) {
      for (int d = 0; d < out.depth(); d++) {
        for (int h = 0; h < out.height(); h++) {
          for (int w = 0; w < out.width(); w++) {
            visitPixel(g, n, d, h, w, pixel++, in, visitor);
          }
        }
      }
    }
  }

  private static void visitPixel(
      WindowGeometry g, int n, int d, int h, int w, int pixel, Grid in, Visitor visitor) {
    Size3 window = g.window();
    for (int tap = 0; tap < window.volume(); tap++) {
      int id =
          d * g.stride().depth() - g.padding().depth() + tap / (window.height() * window.width());
      int ih =
          h * g.stride().height() - g.padding().height() + tap / window.width() % window.height();
      int iw = w * g.stride().width() - g.padding().width() + tap % window.width();
      if (id >= 0 && id < in.depth() && ih >= 0 && ih < in.height() && iw >= 0 && iw < in.width()) {
        int input = ((n * in.depth() + id) * in.height() + ih) * in.width() + iw;
        visitChannels(in.channels(), g.output().channels(), input, pixel, tap, visitor);
      }
    }
  }

  private static void visitChannels(
      int channels, int kernels, int input, int output, int tap, Visitor visitor) {
    for (int c = 0; c < channels; c++) {
      for (int k = 0; k < kernels; k++) {
        visitor.visit(
            output * kernels + k, input * channels + c, (tap * channels + c) * kernels + k);
      }
    }
  }
}
