package org.limpid.denoise.io;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.limpid.denoise.Image;

/** Keeps NaN out of files of integers, which cannot hold it. */
final class NotANumber {
  private NotANumber() {}

  static void refuse(Image image, Path file) throws ImageFormatException {
    if (!image.type().isInteger()) {
      return;
    }
    if (!image.isInMemory()) {
      return; // found when the sample is written; looking first would compute it twice
    }
    int row = image.width() * image.channels();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        FloatBuffer plane = image.plane(frame, slice);
        for (int i = 0; i < plane.limit(); i++) {
          if (Float.isNaN(plane.get(i))) {
            throw new ImageFormatException(
                file,
                "image of type "
                    + image.type()
                    + " holds NaN at frame "
                    + frame
                    + ", slice "
                    + slice
                    + ", row "
                    + i / row
                    + ", column "
                    + i % row / image.channels(),
                "Replace it, or write type float32 to a .tif file.");
          }
        }
      }
    }
  }
}
