package org.limpid.denoise.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.limpid.denoise.Image;
import org.limpid.denoise.predict.PredictionOptions;

/** How much of Java's heap is left for a network beside an image and its result. */
final class Room {
  private static final long LEAST = 16L << 20;

  /**
   * What large arrays may fill, as they lie side by side and young objects have a part of the heap
   * to themselves.
   */
  private static final double USABLE = 0.6;

  private Room() {}

  /**
   * Lets a network use what is left, at most what was asked for, so that a small heap means small
   * tiles.
   *
   * @param wanted how networks are applied, and the most bytes for it
   * @throws UserException if that is too little for any network
   */
  static PredictionOptions beside(Image image, Path file, PredictionOptions wanted) {
    return beside(image, file, wanted, Machine.heapBytes());
  }

  static PredictionOptions beside(
      Image image, Path file, PredictionOptions wanted, long heapBytes) {
    long samples =
        (long) image.frames() * image.depth() * image.height() * image.width() * image.channels();
    long images = 2 * Float.BYTES * samples;
    long left = (long) (USABLE * heapBytes) - images;
    if (left < LEAST) {
      double needed = (images + LEAST) / USABLE;
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s: %,d samples and their result need about %d MiB of memory, Java may use %d MiB."
                  + " Give it more, LIMPID_JAVA_OPTS=-Xmx%dm, or cut the image.",
              file,
              samples,
              mebibytes(needed),
              mebibytes(heapBytes),
              mebibytes(needed)));
    }
    return wanted.withMemoryBytes(Math.min(wanted.memoryBytes(), left));
  }

  private static long mebibytes(double bytes) {
    return (long) Math.ceil(bytes / (1 << 20));
  }
}
