package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.limpid.benchmarks.quality.data.DataSet;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/** Images of equal size side by side, as an 8-bit picture. */
final class Montage {

  private static final int GAP = 4;

  private Montage() {}

  /** Writes a picture; values outside of 0 to 255 become the nearest of these. */
  static void write(List<Image> images, Path file) throws IOException {
    Image first = images.get(0);
    int height = first.height();
    int row = first.width() * first.channels();
    int gap = GAP * first.channels();
    int stride = images.size() * (row + gap) - gap;
    float[] samples = new float[height * stride];
    Arrays.fill(samples, (float) DataSet.PEAK);
    for (int i = 0; i < images.size(); i++) {
      float[] from = images.get(i).samples();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < row; x++) {
          float value = Math.round(from[y * row + x]);
          samples[y * stride + i * (row + gap) + x] =
              (float) Math.max(0, Math.min(DataSet.PEAK, value));
        }
      }
    }
    int width = stride / first.channels();
    Image.wrap(samples, 1, 1, height, width, first.channels())
        .withType(SampleType.UINT8)
        .write(file);
  }
}
