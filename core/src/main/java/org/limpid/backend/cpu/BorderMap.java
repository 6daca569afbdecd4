package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.Size3;

/**
 * Where each place of a padded image comes from, and how a row of it is made.
 *
 * @param g the extents
 * @param border what stands in the border
 * @param depth for each outer index the inner one it shows, or −1 for a zero
 * @param height the same along rows
 * @param width the same along columns
 */
record BorderMap(PadGeometry g, Border border, int[] depth, int[] height, int[] width) {

  /** The map of a geometry, which is checked. */
  static BorderMap of(String kernel, PadGeometry g, Border border) {
    Grid in = g.inner();
    Grid out = g.outer();
    Size3 before = g.before();
    if (in.batch() != out.batch() || in.channels() != out.channels()) {
      throw new IllegalArgumentException(
          kernel
              + ": inner "
              + in
              + " and outer "
              + out
              + " differ in batch or channels (expected: equal)");
    }
    return new BorderMap(
        g,
        border,
        axis(kernel, border, in.depth(), out.depth(), before.depth(), "depth"),
        axis(kernel, border, in.height(), out.height(), before.height(), "height"),
        axis(kernel, border, in.width(), out.width(), before.width(), "width"));
  }

  private static int[] axis(
      String kernel, Border border, int inner, int outer, int before, String name) {
    int after = outer - inner - before;
    int most = border == Border.REFLECT ? inner - 1 : Integer.MAX_VALUE;
    if (before < 0 || after < 0 || before > most || after > most) {
      throw new IllegalArgumentException(
          kernel
              + ": border of "
              + before
              + " before and "
              + after
              + " after a "
              + name
              + " of "
              + inner
              + (border == Border.REFLECT
                  ? " (expected: 0 to " + most + ", as mirroring does not repeat the edge)"
                  : " (expected: >= 0)"));
    }
    int[] source = new int[outer];
    for (int i = 0; i < outer; i++) {
      int at = i - before;
      if (border == Border.REFLECT) {
        int mirrored = Math.abs(at);
        source[i] = mirrored >= inner ? 2 * (inner - 1) - mirrored : mirrored;
      } else {
        source[i] = at >= 0 && at < inner ? at : -1;
      }
    }
    return source;
  }

  /** Writes one row of the padded image; rows are counted over images and slices. */
  void padRow(int row, CpuStorage x, CpuStorage y) {
    Grid in = g.inner();
    Grid out = g.outer();
    int channels = in.channels();
    int length = out.width() * channels;
    int at = y.offset + row * length;
    int d = depth[row / out.height() % out.depth()];
    int h = height[row % out.height()];
    if (d < 0 || h < 0) {
      Arrays.fill(y.array, at, at + length, 0);
      return;
    }
    int n = row / out.height() / out.depth();
    int source = x.offset + ((n * in.depth() + d) * in.height() + h) * in.width() * channels;
    int left = g.before().width();
    int right = left + in.width();
    fillBorder(0, left, x, source, y, at);
    System.arraycopy(x.array, source, y.array, at + left * channels, in.width() * channels);
    fillBorder(right, out.width(), x, source, y, at);
  }

  private void fillBorder(int from, int to, CpuStorage x, int source, CpuStorage y, int at) {
    int channels = g.inner().channels();
    if (border == Border.ZERO) {
      Arrays.fill(y.array, at + from * channels, at + to * channels, 0);
      return;
    }
    for (int w = from; w < to; w++) {
      System.arraycopy(x.array, source + width[w] * channels, y.array, at + w * channels, channels);
    }
  }

  /** Adds up, for one row of the inner image, all outer elements that came from it. */
  void gatherRow(int row, CpuStorage gradY, CpuStorage gradX) {
    Grid in = g.inner();
    Grid out = g.outer();
    int length = in.width() * in.channels();
    int at = gradX.offset + row * length;
    int n = row / in.height() / in.depth();
    if (border == Border.ZERO) {
      int d = row / in.height() % in.depth() + g.before().depth();
      int h = row % in.height() + g.before().height();
      int source = ((n * out.depth() + d) * out.height() + h) * out.width() + g.before().width();
      System.arraycopy(gradY.array, gradY.offset + source * in.channels(), gradX.array, at, length);
      return;
    }
    Arrays.fill(gradX.array, at, at + length, 0);
    int innerD = row / in.height() % in.depth();
    int innerH = row % in.height();
    for (int i = 0; i < 3; i++) {
      int d = shownBy(i, innerD, g.before().depth(), in.depth(), out.depth());
      for (int j = 0; j < 3; j++) {
        int h = shownBy(j, innerH, g.before().height(), in.height(), out.height());
        if (d >= 0 && h >= 0) {
          int source = ((n * out.depth() + d) * out.height() + h) * out.width() * in.channels();
          addRow(gradY.array, gradY.offset + source, gradX.array, at);
        }
      }
    }
  }

  /**
   * The outer index that shows an inner one: itself (0), its image in the first edge or the last.
   */
  private static int shownBy(int which, int inner, int before, int extent, int outer) {
    int index =
        switch (which) {
          case 0 -> before + inner;
          case 1 -> inner == 0 ? -1 : before - inner;
          default -> inner == extent - 1 ? -1 : before + 2 * (extent - 1) - inner;
        };
    return index < outer ? index : -1;
  }

  /** Adds a row, its borders mirrored back. */
  private void addRow(float[] gradY, int source, float[] gradX, int at) {
    int channels = g.inner().channels();
    int left = g.before().width();
    int inside = g.inner().width();
    Rows.add(gradY, source + left * channels, gradX, at, inside * channels);
    for (int w = 0; w < width.length; w++) {
      if (w < left || w >= left + inside) {
        Rows.add(gradY, source + w * channels, gradX, at + width[w] * channels, channels);
      }
    }
  }
}
