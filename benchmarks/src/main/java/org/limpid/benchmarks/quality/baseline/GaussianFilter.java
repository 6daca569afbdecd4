package org.limpid.benchmarks.quality.baseline;

/**
 * Weighted mean of the neighbourhood, weights falling as a Gaussian, up to three widths; edges are
 * mirrored.
 */
final class GaussianFilter implements Filter {

  /** Widths to try, in pixels. */
  static final double[] WIDTHS = {0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 1.8, 2.2, 2.7, 3.3, 4, 5};

  private final float[] weights;

  /**
   * A filter.
   *
   * @param width standard deviation of the weights, in pixels
   */
  GaussianFilter(double width) {
    int radius = (int) Math.ceil(3 * width);
    double[] exact = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      double distance = i - radius;
      exact[i] = StrictMath.exp(-distance * distance / (2 * width * width));
      sum += exact[i];
    }
    weights = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      weights[i] = (float) (exact[i] / sum);
    }
  }

  @Override
  public Raster apply(Raster noisy, Workers workers) {
    Raster along = noisy.blank();
    Raster result = noisy.blank();
    int height = noisy.height();
    int width = noisy.width();
    int radius = weights.length / 2;
    for (int c = 0; c < noisy.channels().length; c++) {
      float[] from = noisy.channels()[c];
      float[] middle = along.channels()[c];
      float[] to = result.channels()[c];
      workers.each(
          height,
          y -> {
            for (int k = 0; k < weights.length; k++) {
              int row = Raster.mirrored(y + k - radius, height) * width;
              for (int x = 0; x < width; x++) {
                middle[y * width + x] += weights[k] * from[row + x];
              }
            }
          });
      workers.each(
          height,
          y -> {
            for (int x = 0; x < width; x++) {
              float sum = 0;
              for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * middle[y * width + Raster.mirrored(x + k - radius, width)];
              }
              to[y * width + x] = sum;
            }
          });
    }
    return result;
  }
}
