package org.limpid.denoise.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * One channel of one slice, or the middle of it.
 *
 * @param samples {@code [rows, columns]}
 */
record Plane(float[] samples, int rows, int columns) {
  /** Enough for errors of a per cent, and bounded for images of any size. */
  static final int LARGEST = 1024;

  private static final int MOST_PLANES = 4;
  private static final int MOST_CHANNELS = 4;

  float at(int row, int column) {
    return samples[row * columns + column];
  }

  Plane transposed() {
    float[] turned = new float[samples.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        turned[x * rows + y] = samples[y * columns + x];
      }
    }
    return new Plane(turned, columns, rows);
  }

  /** The middle of a few planes, spread evenly over frames and slices, one list a channel. */
  static List<List<Plane>> of(Image image) {
    int rows = Math.min(image.height(), LARGEST);
    int columns = Math.min(image.width(), LARGEST);
    // A multiple of 8, so that a grid of JPEG stays where it is.
    int top = (image.height() - rows) / 2 / 8 * 8;
    int left = (image.width() - columns) / 2 / 8 * 8;
    int planes = image.frames() * image.depth();
    int taken = Math.min(planes, MOST_PLANES);
    int channels = Math.min(image.channels(), MOST_CHANNELS);
    List<List<Plane>> result = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      result.add(new ArrayList<>());
    }
    float[] all = new float[rows * columns * image.channels()];
    for (int i = 0; i < taken; i++) {
      int plane = (int) ((2L * i + 1) * planes / (2L * taken));
      image.copyRegion(
          plane / image.depth(), plane % image.depth(), top, left, rows, columns, all, 0);
      for (int c = 0; c < channels; c++) {
        float[] samples = new float[rows * columns];
        for (int p = 0; p < samples.length; p++) {
          samples[p] = all[p * image.channels() + c];
        }
        result.get(c).add(new Plane(samples, rows, columns));
      }
    }
    return result;
  }
}
