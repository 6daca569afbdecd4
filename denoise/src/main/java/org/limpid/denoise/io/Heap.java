package org.limpid.denoise.io;

import java.nio.file.Path;
import java.util.Locale;

/** Refuses images that would not fit, before memory for them is asked for. */
final class Heap {
  private static final long MEGABYTE = 1 << 20;

  private Heap() {}

  /**
   * Checks that an image fits.
   *
   * @param info axes as the file gives them
   * @param workBytes what decoding needs at a time beside the samples of the image
   */
  static void require(Path file, ImageInfo info, long workBytes) throws ImageFormatException {
    String axes =
        (info.frames() > 1 ? info.frames() + " frames x " : "")
            + (info.depth() > 1 ? info.depth() + " slices x " : "")
            + info.width()
            + " x "
            + info.height()
            + (info.channels() > 1 ? " x " + info.channels() + " channels" : "");
    double pixels = (double) info.frames() * info.depth() * info.height() * info.width();
    double bytes = Float.BYTES * pixels * (info.channels() + (info.alpha() ? 1 : 0)) + workBytes;
    if (pixels * info.channels() > Integer.MAX_VALUE - 8) {
      throw new ImageFormatException(
          file,
          axes + " is more than 2147483639 samples",
          "Crop it or split its pages into several files.");
    }
    if (bytes > available()) {
      // What garbage still occupies counts as used until it is collected; only a file that
      // seems too large pays for finding out.
      System.gc();
      if (bytes > available()) {
        throw new ImageFormatException(
            file,
            String.format(
                Locale.ROOT,
                "%s needs %.0f MB of memory, %d of at most %d MB are free",
                axes,
                Math.ceil(bytes / MEGABYTE),
                available() / MEGABYTE,
                Runtime.getRuntime().maxMemory() / MEGABYTE),
            "Give Java more memory (-Xmx), crop the image or split its pages.");
      }
    }
  }

  /** Checks that some bytes can be had, for work on a part of an image. */
  static void require(Path file, double bytes) throws ImageFormatException {
    if (bytes > available()) {
      System.gc();
      if (bytes > available()) {
        throw new ImageFormatException(
            file,
            String.format(
                Locale.ROOT,
                "a part of it needs %.0f MB of memory, %d of at most %d MB are free",
                Math.ceil(bytes / MEGABYTE),
                available() / MEGABYTE,
                Runtime.getRuntime().maxMemory() / MEGABYTE),
            "Give Java more memory (-Xmx).");
      }
    }
  }

  private static long available() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }
}
