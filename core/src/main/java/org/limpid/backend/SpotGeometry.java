package org.limpid.backend;

import java.util.BitSet;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.limpid.random.RandomKey;

/**
 * Which values of an activation are hidden, and by what: {@link BoxPoints} of each channel of each
 * image, replaced by what is around them in that channel.
 *
 * @param grid extents of the activation; images of at least two pixels, if there are any
 * @param side of the boxes in which a point each is drawn, in pixels, at least 1
 * @param radius how far along each axis replacements reach, at least 1
 * @param fill what replacements are
 */
public record SpotGeometry(Grid grid, double side, int radius, Fill fill) {

  /** Bits in a number of a mask of pixels: as many as a float holds exactly. */
  public static final int BITS = 24;

  /** Checks ranges. */
  public SpotGeometry {
    if (!(side >= 1) || radius < 1 || grid.elements() > 0 && grid.space().volume() < 2) {
      throw new IllegalArgumentException(
          "hide: boxes of side "
              + side
              + ", radius "
              + radius
              + ", images of "
              + grid.space()
              + " (expected: side and radius >= 1, images of 2 pixels or more)");
    }
  }

  /** Where points of one channel lie. */
  public BoxPoints points() {
    return new BoxPoints(grid.space(), side);
  }

  /** Hears of hidden values. */
  @FunctionalInterface
  public interface Visitor {
    /** An element of the activation, and what it is replaced by. */
    void hide(int element, float replacement);
  }

  /**
   * Draws what is hidden in one channel of one image, {@code 0 <= n < N}, {@code 0 <= c < C}.
   *
   * @param key that of the activation
   * @param x gives the activation's elements
   */
  public void draw(int n, int c, RandomKey key, IntToDoubleFunction x, Visitor visitor) {
    Size3 size = grid.space();
    int first = n * size.volume();
    int channels = grid.channels();
    IntToDoubleFunction image = pixel -> x.applyAsDouble((first + pixel) * channels + c);
    RandomGenerator random = key.child(n).child(c).generator();
    points()
        .draw(
            random,
            (slice, row, column) -> {
              int pixel = (slice * size.height() + row) * size.width() + column;
              Size3 place = new Size3(slice, row, column);
              Surroundings around = new Surroundings(size, image, place, radius);
              visitor.hide((first + pixel) * channels + c, fill.value(around, random));
            });
  }

  /** Numbers that hold a bit for each pixel of the activation, {@link #BITS} in each. */
  public long masks() {
    return (grid.pixels() + BITS - 1) / BITS;
  }

  /** A mask of pixels as numbers: pixel p is bit {@code p mod 24} of number {@code p / 24}. */
  public static float[] mask(BitSet pixels, int count) {
    float[] numbers = new float[(count + BITS - 1) / BITS];
    for (int p = pixels.nextSetBit(0); p >= 0; p = pixels.nextSetBit(p + 1)) {
      numbers[p / BITS] += 1 << p % BITS;
    }
    return numbers;
  }

  /** Whether a pixel is marked in the number that holds its bit. */
  public static boolean isMarked(float number, int pixel) {
    return ((int) number >> pixel % BITS & 1) != 0;
  }
}
