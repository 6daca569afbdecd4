package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.limpid.denoise.Image;
import org.limpid.denoise.ImageCache;
import org.limpid.denoise.io.Images;

/** Reads noisy images and refuses those that nothing can be learned from. */
final class Sources {
  private static final int LEAST_PIXELS = 16;

  private static final int BAND = 1 << 20;

  private Sources() {}

  /**
   * An image to learn from.
   *
   * @throws UserException if it is tiny or constant
   */
  static Image readToLearn(Path file) throws IOException {
    return learnable(file, Image.read(file));
  }

  /** The same, read when it is needed and kept as long as there is room. */
  static Image openToLearn(Path file, ImageCache cache) throws IOException {
    return learnable(file, cache.open(file));
  }

  private static Image learnable(Path file, Image image) {
    if ((long) image.height() * image.width() * image.depth() < LEAST_PIXELS) {
      throw new UserException(
          file
              + ": "
              + image.height()
              + " x "
              + image.width()
              + " pixels are too few to learn from (expected: at least "
              + LEAST_PIXELS
              + " in all). Take a larger image, or give a trained model with --model.");
    }
    float first = Float.NaN;
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      FloatBuffer samples = image.plane(plane / image.depth(), plane % image.depth());
      while (samples.hasRemaining()) {
        float sample = samples.get();
        if (Float.isFinite(sample)) {
          if (!Float.isNaN(first) && sample != first) {
            return image;
          }
          first = sample;
        }
      }
    }
    throw new UserException(
        file
            + (Float.isNaN(first) ? ": no sample is a finite number" : ": every sample is " + first)
            + ", so there is nothing to learn from. Is it the right file?");
  }

  /**
   * An image to denoise with a trained network: opened where it lies if it and its result would
   * take more than a quarter of Java's heap.
   *
   * @param inParts whether to open it in any case, if its kind allows that
   */
  static Image readOrOpen(Path file, boolean inParts) throws IOException {
    if (inParts || isLarge(file)) {
      Image opened = Image.open(file);
      if (!opened.isInMemory()) {
        return opened;
      }
    }
    return Image.read(file);
  }

  /** Whether an image and its result would take more than a quarter of Java's heap. */
  static boolean isLarge(Path file) throws IOException {
    double bytes = 2.0 * Float.BYTES * Images.info(file).samples();
    return bytes > Machine.heapBytes() / 4.0;
  }

  /** Says how many samples of an image are no finite numbers, if any. */
  static void warnOfGaps(Path file, Image image, Terminal terminal) {
    long gaps = gaps(image);
    if (gaps > 0) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "warning: %s: %,d samples are NaN or infinite; they stay as they are%n",
              file,
              gaps);
    }
  }

  private static long gaps(Image image) {
    if (image.type().isInteger() && !image.isInMemory()) {
      return 0; // and there is no need to read the file for that
    }
    int line = Math.multiplyExact(image.width(), image.channels());
    int rows = Math.max(1, Math.min(image.height(), BAND / line));
    float[] band = new float[rows * line];
    long gaps = 0;
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      int frame = plane / image.depth();
      int slice = plane % image.depth();
      for (int y = 0; y < image.height(); y += rows) {
        int count = Math.min(rows, image.height() - y);
        image.copyRegion(frame, slice, y, 0, count, image.width(), band, 0);
        for (int i = 0; i < count * line; i++) {
          gaps += Float.isFinite(band[i]) ? 0 : 1;
        }
      }
    }
    return gaps;
  }
}
