package org.limpid.benchmarks.quality.baseline;

import java.util.Arrays;

/** Median of the disc around each pixel; edges are mirrored. */
final class MedianFilter implements Filter {

  /** Radii to try, in pixels: discs of 5, 9, 13, 21, 37 and 49 pixels and more. */
  static final double[] RADII = {1, 1.5, 2, 2.5, 3.2, 4, 5};

  private final int reach;
  private final int[] offsets;

  /**
   * A filter.
   *
   * @param radius of the disc, in pixels, at least 1
   */
  MedianFilter(double radius) {
    reach = (int) radius;
    int side = 2 * reach + 1;
    int[] within = new int[side * side];
    int count = 0;
    for (int i = 0; i < within.length; i++) {
      int dy = i / side - reach;
      int dx = i % side - reach;
      if (dy * dy + dx * dx <= radius * radius) {
        within[count++] = i;
      }
    }
    offsets = Arrays.copyOf(within, count);
  }

  @Override
  public Raster apply(Raster noisy, Workers workers) {
    Raster result = noisy.blank();
    for (int c = 0; c < noisy.channels().length; c++) {
      float[] from = noisy.channels()[c];
      float[] to = result.channels()[c];
      workers.each(noisy.height(), y -> row(from, noisy, y, to));
    }
    return result;
  }

  private void row(float[] from, Raster size, int y, float[] to) {
    int side = 2 * reach + 1;
    float[] values = new float[offsets.length];
    for (int x = 0; x < size.width(); x++) {
      for (int k = 0; k < values.length; k++) {
        int row = Raster.mirrored(y + offsets[k] / side - reach, size.height());
        int column = Raster.mirrored(x + offsets[k] % side - reach, size.width());
        values[k] = from[row * size.width() + column];
      }
      Arrays.sort(values);
      to[y * size.width() + x] = values[values.length / 2];
    }
  }
}
