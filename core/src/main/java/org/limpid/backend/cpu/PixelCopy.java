package org.limpid.backend.cpu;

/** A way to copy pixels: {@link Pixels#copy}, or a faster one. */
@FunctionalInterface
interface PixelCopy {

  /** Copies pixels; arguments as in {@link Pixels#copy}. */
  void copy(
      float[] x, int xAt, int xStride, float[] y, int yAt, int yStride, int channels, int pixels);
}
