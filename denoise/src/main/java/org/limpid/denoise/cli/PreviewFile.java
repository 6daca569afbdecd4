package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.limpid.backend.Size3;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.TrainingListener.Preview;

/**
 * A picture of a patch as training goes on: left as it is, right what the network makes of it; the
 * middle slice of a volume, the first channel. Replaced each time.
 *
 * @param file to write
 */
record PreviewFile(Path file) {
  /** Steps from one picture to the next. */
  static final int INTERVAL = 100;

  private static final int GAP = 2;
  private static final float WHITE = 255;

  void write(Preview preview) throws IOException {
    Pixels before = preview.before();
    Pixels after = preview.after();
    Size3 size = before.extents();
    int width = 2 * size.width() + GAP;
    int slice = size.depth() / 2;
    float[] samples = new float[size.height() * width];
    float[] range = range(before, slice);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        samples[y * width + x] = gray(before.at(slice, y, x, 0), range);
        samples[y * width + size.width() + GAP + x] = gray(after.at(slice, y, x, 0), range);
      }
    }
    Image.of(samples, width, size.height()).withType(SampleType.UINT8).write(file);
  }

  /** Both sides share the range of the left one, so that they can be compared. */
  private static float[] range(Pixels pixels, int slice) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int y = 0; y < pixels.extents().height(); y++) {
      for (int x = 0; x < pixels.extents().width(); x++) {
        float value = pixels.at(slice, y, x, 0);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new float[] {low, high > low ? high : low + 1};
  }

  private static float gray(float value, float[] range) {
    float share = (value - range[0]) / (range[1] - range[0]);
    return Math.round(WHITE * Math.max(0, Math.min(1, share)));
  }
}
