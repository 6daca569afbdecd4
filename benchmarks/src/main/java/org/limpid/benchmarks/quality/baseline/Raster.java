package org.limpid.benchmarks.quality.baseline;

import org.limpid.denoise.Image;

/**
 * Samples of one plane, each channel's rows laid end to end.
 *
 * @param channels {@code [C][H * W]}. Whoever is given a raster leaves it as it is.
 */
record Raster(int height, int width, float[][] channels) {

  /**
   * The samples of an image of one plane.
   *
   * @throws IllegalArgumentException if it has several
   */
  static Raster of(Image image) {
    if (image.frames() * image.depth() != 1) {
      throw new IllegalArgumentException(
          "baseline: image is " + image + " (expected: one plane). Give planes one by one.");
    }
    float[] samples = image.samples();
    float[][] channels = new float[image.channels()][image.height() * image.width()];
    for (int i = 0; i < samples.length; i++) {
      channels[i % channels.length][i / channels.length] = samples[i];
    }
    return new Raster(image.height(), image.width(), channels);
  }

  /** Of the same size, all zero. */
  Raster blank() {
    return new Raster(height, width, new float[channels.length][height * width]);
  }

  /** An image of these samples, in what else like another. */
  Image like(Image image) {
    float[] samples = new float[height * width * channels.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = channels[i % channels.length][i / channels.length];
    }
    return image.withSamples(samples);
  }

  /** The rectangle of at most so many pixels a side in the middle. */
  Raster middle(int side) {
    int rows = Math.min(side, height);
    int columns = Math.min(side, width);
    int top = (height - rows) / 2;
    int left = (width - columns) / 2;
    float[][] cut = new float[channels.length][rows * columns];
    for (int c = 0; c < cut.length; c++) {
      for (int y = 0; y < rows; y++) {
        System.arraycopy(channels[c], (top + y) * width + left, cut[c], y * columns, columns);
      }
    }
    return new Raster(rows, columns, cut);
  }

  /** An index mirrored into a range: the edge is not repeated. */
  static int mirrored(int index, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * size - 2;
    int place = Math.floorMod(index, period);
    return place < size ? place : period - place;
  }
}
