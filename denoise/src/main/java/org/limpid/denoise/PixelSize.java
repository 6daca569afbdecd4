package org.limpid.denoise;

/**
 * How large a pixel is in the world, as far as a file says so.
 *
 * @param x width, 0 if unknown
 * @param y height, 0 if unknown
 * @param z distance of slices, 0 if unknown
 * @param unit unit of length, such as {@code µm} or {@code Å}; empty if unknown
 */
public record PixelSize(double x, double y, double z, String unit) {

  /** Nothing is known. */
  public static final PixelSize UNKNOWN = new PixelSize(0, 0, 0, "");

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if one is negative, infinite or NaN
   */
  public PixelSize {
    for (double length : new double[] {x, y, z}) {
      if (!(length >= 0) || Double.isInfinite(length)) {
        throw new IllegalArgumentException(
            "PixelSize: " + length + " (expected: finite and >= 0; 0 means unknown)");
      }
    }
  }

  /** Whether width and height of a pixel are known. */
  public boolean isKnown() {
    return x > 0 && y > 0;
  }
}
