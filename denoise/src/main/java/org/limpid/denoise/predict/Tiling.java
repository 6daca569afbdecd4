package org.limpid.denoise.predict;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;

/**
 * How an image is cut into tiles so that a network gives the same as on the whole image.
 *
 * <p>The image is first extended behind its last row, column and slice to a multiple of what the
 * network needs. A tile reads a window of that and writes a part of the window. Between what it
 * writes and the window's edge lies a halo at least as wide as the network sees, except where the
 * window ends with the image: there the network meets the border as it would on the whole image.
 * Windows are all of one size and begin at multiples, so that pooling cuts every tile as it cuts
 * the whole. Pure geometry.
 *
 * @param image extents of the image
 * @param padded extents after the extension
 * @param window extents of what a tile reads
 * @param step extents of what a tile writes, smaller for the last ones
 * @param halo pixels a tile reads around what it writes, a multiple
 */
public record Tiling(Size3 image, Size3 padded, Size3 window, Size3 step, Size3 halo) {

  /**
   * One tile.
   *
   * @param read first pixel of the window
   * @param write first pixel written
   * @param size extents of what is written
   */
  public record Tile(Size3 read, Size3 write, Size3 size) {}

  /**
   * A plan whose windows hold at most a number of pixels.
   *
   * @param image extents of the image
   * @param multiple what windows have to be multiples of
   * @param radius how far the network sees along each axis
   * @param pixels largest number of pixels in a window
   * @throws IllegalArgumentException if even the smallest window is larger; gives its size
   */
  public static Tiling within(Size3 image, Size3 multiple, Size3 radius, long pixels) {
    int[] padded = new int[3];
    int[] halo = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      padded[axis] = roundUp(axis(image, axis), axis(multiple, axis));
      halo[axis] = roundUp(axis(radius, axis), axis(multiple, axis));
    }
    int[] window = padded.clone();
    int[] step = padded.clone();
    while ((long) window[0] * window[1] * window[2] > pixels) {
      int widest = -1;
      for (int axis = 0; axis < 3; axis++) {
        boolean divisible = step[axis] > axis(multiple, axis);
        if (divisible && (widest < 0 || window[axis] > window[widest])) {
          widest = axis;
        }
      }
      if (widest < 0) {
        throw new IllegalArgumentException(
            "tiles: no room for a window of "
                + window[0]
                + " x "
                + window[1]
                + " x "
                + window[2]
                + " pixels, the smallest with its halo (room: "
                + pixels
                + " pixels). Allow more memory");
      }
      step[widest] -= axis(multiple, widest);
      window[widest] = Math.min(padded[widest], step[widest] + 2 * halo[widest]);
    }
    for (int axis = 0; axis < 3; axis++) {
      // As many tiles as that takes, but of even size: a narrow last one would waste its halo.
      int tiles = ceilDivide(padded[axis], step[axis]);
      step[axis] = roundUp(ceilDivide(padded[axis], tiles), axis(multiple, axis));
      window[axis] = Math.min(padded[axis], step[axis] + 2 * halo[axis]);
    }
    return new Tiling(image, size(padded), size(window), size(step), size(halo));
  }

  /** All tiles, in the order of memory; what they write covers the image once. */
  public List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    for (int z = 0; z < image.depth(); z += step.depth()) {
      for (int y = 0; y < image.height(); y += step.height()) {
        for (int x = 0; x < image.width(); x += step.width()) {
          Size3 write = new Size3(z, y, x);
          int[] read = new int[3];
          int[] size = new int[3];
          for (int axis = 0; axis < 3; axis++) {
            int from = axis(write, axis);
            int last = axis(padded, axis) - axis(window, axis);
            read[axis] = Math.max(0, Math.min(last, from - axis(halo, axis)));
            size[axis] = Math.min(axis(step, axis), axis(image, axis) - from);
          }
          tiles.add(new Tile(size(read), write, size(size)));
        }
      }
    }
    return tiles;
  }

  private static int ceilDivide(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  private static int roundUp(int value, int multiple) {
    return ceilDivide(value, multiple) * multiple;
  }

  private static int axis(Size3 size, int axis) {
    return axis == 0 ? size.depth() : axis == 1 ? size.height() : size.width();
  }

  private static Size3 size(int[] extents) {
    return new Size3(extents[0], extents[1], extents[2]);
  }
}
