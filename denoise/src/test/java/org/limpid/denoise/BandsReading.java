package org.limpid.denoise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Writes a few bands of a result, and reads them as a prediction that goes on does. */
public final class BandsReading {
  private static final Map<String, String> KEY = Map.of("image", "a", "model", "b");
  private static final int BANDS = 3;

  private BandsReading() {}

  /** Writes bands of different lengths. */
  public static void write(Path file) throws IOException {
    FinishedBands bands = FinishedBands.in(file, KEY);
    for (int band = 0; band < BANDS; band++) {
      float[] samples = new float[2 + band];
      Arrays.fill(samples, band + 0.5f);
      bands.add(band, samples);
    }
  }

  /**
   * The bands that are there; what is cut off is done again.
   *
   * @throws IOException if it is damaged, or of another result: that is told by an {@link
   *     IllegalArgumentException} with a line of its own
   */
  public static String read(Path file) throws IOException {
    try {
      FinishedBands bands = FinishedBands.in(file, KEY);
      StringBuilder text = new StringBuilder();
      for (int band = 0; band < BANDS; band++) {
        float[] samples = bands.read(band);
        text.append(samples == null ? "none" : Arrays.toString(samples)).append(' ');
      }
      return text.toString();
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).startsWith("resume: " + file + " holds parts of")) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }
}
