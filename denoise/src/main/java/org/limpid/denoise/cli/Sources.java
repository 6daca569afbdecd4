package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.limpid.denoise.Image;
import org.limpid.denoise.ImageCache;
import org.limpid.denoise.io.Images;

/** Reads noisy images and refuses those that nothing can be learned from. */
final class Sources {
  private static final int LEAST_PIXELS = 16;

  private Sources() {}

  /**
   * An image to learn from.
   *
   * @throws UserException if it is tiny, constant, or holds NaN or infinities
   */
  static Image readToLearn(Path file) throws IOException {
    return learnable(file, checked(file, Image.read(file)));
  }

  /** The same, read when it is needed and kept as long as there is room. */
  static Image openToLearn(Path file, ImageCache cache) throws IOException {
    return learnable(file, checked(file, cache.open(file)));
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
    float first = image.get(0, 0, 0, 0, 0);
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      FloatBuffer samples = image.plane(plane / image.depth(), plane % image.depth());
      while (samples.hasRemaining()) {
        if (samples.get() != first) {
          return image;
        }
      }
    }
    throw new UserException(
        file
            + ": every sample is "
            + first
            + ", so there is nothing to learn from. Is it the right file?");
  }

  /**
   * An image to denoise with a trained network: opened where it lies if it and its result would
   * take more than a quarter of Java's heap.
   *
   * @param inParts whether to open it in any case, if its kind allows that
   * @throws UserException as {@link #read} does, for images that are read
   */
  static Image readOrOpen(Path file, boolean inParts) throws IOException {
    if (inParts || isLarge(file)) {
      Image opened = Image.open(file);
      if (!opened.isInMemory()) {
        return opened;
      }
    }
    return read(file);
  }

  /** Whether an image and its result would take more than a quarter of Java's heap. */
  static boolean isLarge(Path file) throws IOException {
    double bytes = 2.0 * Float.BYTES * Images.info(file).samples();
    return bytes > Machine.heapBytes() / 4.0;
  }

  /**
   * An image to denoise.
   *
   * @throws UserException if it holds NaN or infinities
   */
  static Image read(Path file) throws IOException {
    return checked(file, Image.read(file));
  }

  private static Image checked(Path file, Image image) {
    int row = image.width() * image.channels();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        FloatBuffer plane = image.plane(frame, slice);
        for (int i = 0; i < plane.limit(); i++) {
          if (!Float.isFinite(plane.get(i))) {
            throw new UserException(
                file
                    + ": holds "
                    + plane.get(i)
                    + " (row "
                    + i / row
                    + ", column "
                    + i % row / image.channels()
                    + (frame + slice == 0 ? "" : ", frame " + frame + ", slice " + slice)
                    + "; expected: finite samples). Replace it, for example by the median around.");
          }
        }
      }
    }
    return image;
  }
}
