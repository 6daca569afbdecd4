package org.limpid.denoise;

import java.io.IOException;

/**
 * Where the samples of an image come from, rectangle by rectangle: memory, a file, or a
 * computation. Behind {@link Image#lazy} it lets images be worked on that memory cannot hold.
 *
 * <p>Implementations are safe to read from several threads and give the same samples each time.
 */
public interface RegionReader {

  /**
   * Copies a rectangle of one plane. The caller has checked that it lies inside the image.
   *
   * @param y first row
   * @param x first column
   * @param target receives {@code [rows, columns, C]} from {@code offset} on. Modified.
   * @throws IOException if the samples cannot be read or computed
   */
  void read(int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException;

  /** Whether {@link #readAlpha} may be called. */
  default boolean hasAlpha() {
    return false;
  }

  /**
   * Copies opacity, 0 (clear) to 1 (opaque).
   *
   * @param target receives {@code [rows, columns]} from {@code offset} on. Modified.
   * @throws IOException if it cannot be read
   */
  default void readAlpha(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException {
    throw new IllegalStateException("readAlpha: there is no opacity");
  }

  /**
   * How many rows are cheapest read together, beginning at a multiple of that number; 0 if it is
   * all the same. Writers follow it.
   */
  default int bandRows() {
    return 0;
  }

  /** How many slices are cheapest read together, as {@link #bandRows} does for rows. */
  default int bandSlices() {
    return 1;
  }
}
