package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * Index arithmetic of a sliding window: which inputs an output sees.
 *
 * @param g the geometry
 */
record WindowMap(WindowGeometry g) {

  /**
   * The map of a pooling geometry.
   *
   * @throws IllegalArgumentException if batch or channels differ or a window lies outside the input
   */
  static WindowMap forPooling(String kernel, WindowGeometry g) {
    Grid in = g.input();
    Grid out = g.output();
    if (in.batch() != out.batch() || in.channels() != out.channels()) {
      throw new IllegalArgumentException(
          kernel
              + ": input "
              + in
              + " and output "
              + out
              + " differ in batch or channels (expected: equal)");
    }
    Size3 window = g.window();
    Size3 stride = g.stride();
    Size3 padding = g.padding();
    checkAxis(
        kernel, "depth", in.depth(), out.depth(), window.depth(), stride.depth(), padding.depth());
    checkAxis(
        kernel,
        "height",
        in.height(),
        out.height(),
        window.height(),
        stride.height(),
        padding.height());
    checkAxis(
        kernel, "width", in.width(), out.width(), window.width(), stride.width(), padding.width());
    return new WindowMap(g);
  }

  private static void checkAxis(
      String kernel, String name, int in, int out, int window, int stride, int padding) {
    if (padding >= window || (long) (out - 1) * stride - padding >= in) {
      throw new IllegalArgumentException(
          kernel
              + ": a window of "
              + window
              + " with stride "
              + stride
              + " and padding "
              + padding
              + " misses the input: "
              + name
              + " "
              + in
              + ", output "
              + out
              + " (expected: every window sees an input)");
    }
  }

  /** Rows of all output images and slices. */
  int outputRows() {
    return g.output().batch() * g.output().depth() * g.output().height();
  }

  /** First input index an output sees along depth. */
  int depthFrom(int d) {
    return Math.max(0, d * g.stride().depth() - g.padding().depth());
  }

  /** Behind the last input index an output sees along depth. */
  int depthTo(int d) {
    return Math.min(
        g.input().depth(), d * g.stride().depth() - g.padding().depth() + g.window().depth());
  }

  /** First input row an output sees. */
  int rowFrom(int h) {
    return Math.max(0, h * g.stride().height() - g.padding().height());
  }

  /** Behind the last input row an output sees. */
  int rowTo(int h) {
    return Math.min(
        g.input().height(), h * g.stride().height() - g.padding().height() + g.window().height());
  }

  /** First input column an output sees. */
  int columnFrom(int w) {
    return Math.max(0, w * g.stride().width() - g.padding().width());
  }

  /** Behind the last input column an output sees. */
  int columnTo(int w) {
    return Math.min(
        g.input().width(), w * g.stride().width() - g.padding().width() + g.window().width());
  }

  /** Index of the first element of an input row. */
  int inputRow(int n, int d, int h) {
    Grid in = g.input();
    return ((n * in.depth() + d) * in.height() + h) * in.width() * in.channels();
  }

  /** Whether no input is seen by outputs of two different rows. */
  boolean hasDisjointRows() {
    return g.stride().depth() >= g.window().depth() && g.stride().height() >= g.window().height();
  }
}
