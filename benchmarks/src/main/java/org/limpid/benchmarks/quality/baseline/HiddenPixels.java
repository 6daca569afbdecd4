package org.limpid.benchmarks.quality.baseline;

/**
 * How well a filter foretells pixels that it has not seen, which ranks filters without a truth
 * where noise is not shared by neighbours (J. Batson and L. Royer, Noise2Self, 2019).
 *
 * <p>Every fourth pixel of every fourth row is replaced by the mean of its four neighbours, the
 * filter runs, and what it gives there is compared with what was measured there. This is done for
 * four of the sixteen positions of that grid.
 */
final class HiddenPixels {

  private static final int SPACING = 4;
  private static final int[][] ORIGINS = {{0, 0}, {1, 2}, {2, 1}, {3, 3}};

  private HiddenPixels() {}

  /** Mean squared difference to the measured pixels: that to the truth, plus the noise. */
  static double loss(Raster noisy, Filter filter, Workers workers) {
    double sum = 0;
    long count = 0;
    for (int[] origin : ORIGINS) {
      Raster hidden = hide(noisy, origin);
      Raster result = filter.apply(hidden, workers);
      for (int c = 0; c < noisy.channels().length; c++) {
        for (int y = origin[0]; y < noisy.height(); y += SPACING) {
          for (int x = origin[1]; x < noisy.width(); x += SPACING) {
            int i = y * noisy.width() + x;
            double miss = result.channels()[c][i] - noisy.channels()[c][i];
            sum += miss * miss;
            count++;
          }
        }
      }
    }
    return sum / count;
  }

  private static Raster hide(Raster noisy, int[] origin) {
    Raster hidden = noisy.blank();
    int width = noisy.width();
    int height = noisy.height();
    for (int c = 0; c < noisy.channels().length; c++) {
      float[] from = noisy.channels()[c];
      float[] to = hidden.channels()[c];
      System.arraycopy(from, 0, to, 0, from.length);
      for (int y = origin[0]; y < height; y += SPACING) {
        for (int x = origin[1]; x < width; x += SPACING) {
          float above = from[Raster.mirrored(y - 1, height) * width + x];
          float below = from[Raster.mirrored(y + 1, height) * width + x];
          float left = from[y * width + Raster.mirrored(x - 1, width)];
          float right = from[y * width + Raster.mirrored(x + 1, width)];
          to[y * width + x] = (above + below + left + right) / 4;
        }
      }
    }
    return hidden;
  }
}
