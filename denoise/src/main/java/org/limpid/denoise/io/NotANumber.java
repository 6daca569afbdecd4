package org.limpid.denoise.io;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.limpid.denoise.Image;

/** Keeps NaN out of files of integers, which cannot hold it. */
final class NotANumber {
  private NotANumber() {}

  /** Refuses an image that lies in memory; one that is computed is looked at band by band. */
  static void refuse(Image image, Path file) throws ImageFormatException {
    for (int plane = 0; plane < image.frames() * image.depth() && image.isInMemory(); plane++) {
      int frame = plane / image.depth();
      FloatBuffer samples = image.plane(frame, plane % image.depth());
      for (int i = 0; image.type().isInteger() && i < samples.limit(); i++) {
        if (Float.isNaN(samples.get(i))) {
          throw fault(image, file, frame, plane % image.depth(), i);
        }
      }
    }
  }

  /**
   * Refuses a band.
   *
   * @param samples {@code [rows, W, C]}
   */
  static void refuse(Image image, Path file, int frame, int slice, int y, int rows, float[] samples)
      throws ImageFormatException {
    int row = image.width() * image.channels();
    for (int i = 0; image.type().isInteger() && i < rows * row; i++) {
      if (Float.isNaN(samples[i])) {
        throw fault(image, file, frame, slice, (long) y * row + i);
      }
    }
  }

  private static ImageFormatException fault(
      Image image, Path file, int frame, int slice, long sample) {
    long row = (long) image.width() * image.channels();
    return new ImageFormatException(
        file,
        "image of type "
            + image.type()
            + " holds NaN at frame "
            + frame
            + ", slice "
            + slice
            + ", row "
            + sample / row
            + ", column "
            + sample % row / image.channels(),
        "Replace it, or write type float32 to a .tif file.");
  }
}
