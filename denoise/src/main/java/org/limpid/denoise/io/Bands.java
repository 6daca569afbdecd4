package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.file.Path;
import org.limpid.denoise.Image;

/**
 * Walks an image from band to band, a band being some whole rows of a plane, in the order in which
 * it is best read: so an image that is computed while it is written is computed once.
 */
final class Bands {
  private static final int BYTES = 1 << 23;

  /** Takes one band. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes rows of a plane.
     *
     * @param samples {@code [rows, W, C]}, only until this returns
     * @param alpha {@code [rows, W]}, empty where there is no opacity
     */
    void take(int frame, int slice, int y, int rows, float[] samples, float[] alpha)
        throws IOException;
  }

  private Bands() {}

  /**
   * A number of rows that bands can be multiples of.
   *
   * @param wanted about how many it shall be
   * @return the image's height if that is less, or the next lower number that goes well with how
   *     the image is best read
   */
  static int unit(Image image, long wanted) {
    int rows = (int) Math.max(1, Math.min(image.height(), wanted));
    while (image.bandRows() > 0 && rows < image.height() && image.bandRows() % rows != 0) {
      rows--;
    }
    return rows;
  }

  /**
   * Hands over all bands. All begin at a multiple of {@code unit} rows, and all but the last of a
   * plane have a multiple of it.
   *
   * @param target for messages
   * @param unit a number of rows, best one that {@link #unit} gave
   * @throws ImageFormatException if the image has an integer type and holds NaN
   */
  static void of(Image image, Path target, int unit, Taker taker) throws IOException {
    long rowBytes = 4L * image.width() * (image.channels() + (image.hasAlpha() ? 1 : 0));
    boolean grouped = image.bandRows() > 0 && image.bandRows() % unit == 0;
    int group = grouped ? image.bandRows() : image.height();
    int rows = (int) Math.min(group, Math.max(1, BYTES / rowBytes / unit) * unit);
    int pixels = Math.multiplyExact(rows, image.width());
    float[] samples = new float[Math.multiplyExact(pixels, image.channels())];
    float[] alpha = new float[image.hasAlpha() ? pixels : 0];
    // Slices that are best read together may be those of several frames.
    int frames = Math.max(1, image.bandSlices() / image.depth());
    for (int frame = 0; frame < image.frames(); frame += frames) {
      for (int slice = 0; slice < image.depth(); slice += image.bandSlices()) {
        int from = frame * image.depth() + slice;
        int to =
            frames > 1
                ? Math.min(image.frames(), frame + frames) * image.depth()
                : from + Math.min(image.depth() - slice, image.bandSlices());
        for (int top = 0; top < image.height(); top += group) {
          int bottom = Math.min(image.height(), top + group);
          for (int plane = from; plane < to; plane++) {
            int t = plane / image.depth();
            int z = plane % image.depth();
            for (int y = top; y < bottom; y += rows) {
              int count = Math.min(rows, bottom - y);
              image.copyRegion(t, z, y, 0, count, image.width(), samples, 0);
              NotANumber.refuse(image, target, t, z, y, count, samples);
              if (alpha.length > 0) {
                image.copyAlpha(t, z, y, 0, count, image.width(), alpha, 0);
              }
              taker.take(t, z, y, count, samples, alpha);
            }
          }
        }
      }
    }
  }
}
