package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Grid;

/**
 * Copies the pixels of a strip that cannot be read or written where they are to rows {@link
 * VectorStrip#RUN} apart of pixels of 32 channels, and back.
 */
final class VectorAside {

  private static final int PIXEL = VectorStrip.PIXEL;

  private VectorAside() {}

  /**
   * Copies a block of channels, zero for rows outside the image.
   *
   * @param top row of the first pixel; may lie outside
   * @param left its column
   * @param height rows
   * @param from first pixel of a row that lies inside
   * @param to behind the last one
   */
  static void copy(
      ChannelPart part,
      int block,
      int image,
      int slice,
      int top,
      int left,
      int height,
      int from,
      int to,
      float[] aside) {
    Grid grid = part.grid();
    int first = part.blockStart(block);
    int channels = part.blockEnd(block) - first;
    for (int r = 0; r < height; r++) {
      int row = top + r;
      boolean isRow = row >= 0 && row < grid.height();
      int line = isRow ? part.index(image, slice, row, 0) + first : 0;
      for (int p = from; p < to; p++) {
        int at = r * VectorStrip.RUN + p * PIXEL;
        if (isRow) {
          int pixel = line + (left + p) * grid.channels();
          System.arraycopy(part.array(), pixel, aside, at, channels);
        } else {
          Arrays.fill(aside, at, at + channels, 0);
        }
      }
    }
  }

  /** Copies a block of channels back to pixels that lie inside, from {@code at} on. */
  static void copyBack(
      float[] aside,
      int height,
      int width,
      int channels,
      float[] y,
      int at,
      int rowStride,
      int pixelStride) {
    for (int r = 0; r < height; r++) {
      for (int p = 0; p < width; p++) {
        int from = r * VectorStrip.RUN + p * PIXEL;
        System.arraycopy(aside, from, y, at + r * rowStride + p * pixelStride, channels);
      }
    }
  }
}
