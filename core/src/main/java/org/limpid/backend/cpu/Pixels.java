package org.limpid.backend.cpu;

/** Moves pixels, runs of a few channels each, between places at equal steps. */
final class Pixels {

  /** From this many channels on, copying an array is faster than a loop. */
  private static final int MANY = 8;

  private Pixels() {}

  /**
   * Copies pixels.
   *
   * @param x where from. Not modified.
   * @param xAt index of the first pixel
   * @param xStride elements from one pixel to the next, may be negative
   * @param y where to. Modified.
   * @param yAt index of the first pixel
   * @param yStride elements from one pixel to the next
   * @param channels elements of each pixel to copy
   * @param pixels how many
   */
  static void copy(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int channels, int pixels) {
    if (pixels == 0) {
      return;
    }
    if (xStride == channels && yStride == channels) {
      System.arraycopy(x, xAt, y, yAt, channels * pixels);
    } else if (channels >= MANY) {
      for (int i = 0; i < pixels; i++) {
        System.arraycopy(x, xAt + i * xStride, y, yAt + i * yStride, channels);
      }
    } else {
      for (int c = 0; c < channels; c++) {
        copyOne(x, xAt + c, xStride, y, yAt + c, yStride, pixels);
      }
    }
  }

  /** Adds pixels to others; arguments as in {@link #copy}. */
  static void add(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int channels, int pixels) {
    for (int i = 0; i < pixels; i++) {
      Rows.add(x, xAt + i * xStride, y, yAt + i * yStride, channels);
    }
  }

  private static void copyOne(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int pixels) {
    for (int i = 0; i < pixels; i++) {
      y[yAt + i * yStride] = x[xAt + i * xStride];
    }
  }
}
