package org.limpid.backend.cpu;

import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * Index arithmetic of a sliding window over channels: which inputs an output sees.
 *
 * @param g the geometry
 */
record WindowMap(WindowGeometry g) {

  /**
   * The map of a geometry, which is checked.
   *
   * @throws IllegalArgumentException if batch or channels differ or a window lies outside the input
   */
  static WindowMap of(String kernel, WindowGeometry g) {
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
    WindowMap map = new WindowMap(g);
    boolean isSeeing =
        map.depthFrom(0) < map.depthTo(0)
            && map.rowFrom(0) < map.rowTo(0)
            && map.columnFrom(0) < map.columnTo(0)
            && map.depthFrom(out.depth() - 1) < map.depthTo(out.depth() - 1)
            && map.rowFrom(out.height() - 1) < map.rowTo(out.height() - 1)
            && map.columnFrom(out.width() - 1) < map.columnTo(out.width() - 1);
    if (!isSeeing) {
      throw new IllegalArgumentException(
          kernel
              + ": windows of "
              + g.window()
              + " with stride "
              + g.stride()
              + " and padding "
              + g.padding()
              + " miss the input "
              + in
              + " (output "
              + out
              + "; expected: every window sees an input)");
    }
    return map;
  }

  /** Elements of a row of inputs. */
  int inputRowLength() {
    return g.input().width() * g.input().channels();
  }

  /** Elements of a row of outputs. */
  int outputRowLength() {
    return g.output().width() * g.output().channels();
  }

  /** Index of the first element of an input row. */
  int inputRow(int n, int d, int h) {
    return ((n * g.input().depth() + d) * g.input().height() + h) * inputRowLength();
  }

  /** First input slice an output sees. */
  int depthFrom(int d) {
    return Math.max(0, d * g.stride().depth() - g.padding().depth());
  }

  /** Behind the last input slice an output sees. */
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

  /** The input column that an output sees through a tap of its window; may lie outside. */
  int column(int w, int tap) {
    return w * g.stride().width() - g.padding().width() + tap;
  }

  /** First output whose window has an input at a tap. */
  int outputFrom(int tap) {
    int stride = g.stride().width();
    return Math.min(
        g.output().width(), Math.max(0, g.padding().width() - tap + stride - 1) / stride);
  }

  /** Behind the last output whose window has an input at a tap; at least {@link #outputFrom}. */
  int outputTo(int tap) {
    int last = g.input().width() - 1 + g.padding().width() - tap;
    int to = last < 0 ? 0 : Math.min(g.output().width(), last / g.stride().width() + 1);
    return Math.max(outputFrom(tap), to);
  }

  /** Whether no two windows share an input. */
  boolean isDisjoint() {
    Size3 window = g.window();
    Size3 stride = g.stride();
    return stride.depth() >= window.depth()
        && stride.height() >= window.height()
        && stride.width() >= window.width();
  }

  /** Whether every input is seen by exactly one window. */
  boolean isPartition() {
    return g.window().equals(g.stride())
        && g.padding().equals(new Size3(0, 0, 0))
        && g.output().elements() * g.window().volume() == g.input().elements();
  }
}
