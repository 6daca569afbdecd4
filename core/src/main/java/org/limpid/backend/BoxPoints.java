package org.limpid.backend;

import java.util.random.RandomGenerator;

/**
 * Pixels evenly spread at random: a grid of boxes lies over an image, and a point is drawn in each;
 * those beyond the image are dropped. If all are, one pixel is drawn from the whole image.
 *
 * @param extents of the image
 * @param side of a box along each axis, in pixels, not rounded; an image of one slice is not
 *     divided along its depth
 */
public record BoxPoints(Size3 extents, double side) {

  /** Hears of points, in the order they are drawn. */
  @FunctionalInterface
  public interface Visitor {
    /** A pixel of the image; what is drawn here comes before what the next point takes. */
    void point(int slice, int row, int column);
  }

  /** Whether the depth is divided, so that points take three numbers and not two. */
  public boolean isVolume() {
    return extents.depth() > 1;
  }

  /** Number of boxes along each axis; the last may reach beyond the image. */
  public Size3 boxes() {
    return new Size3(
        isVolume() ? boxes(extents.depth()) : 1, boxes(extents.height()), boxes(extents.width()));
  }

  private int boxes(int extent) {
    return (int) Math.ceil(extent / side);
  }

  /** Draws the points. */
  public void draw(RandomGenerator random, Visitor visitor) {
    Size3 boxes = boxes();
    int drawn = 0;
    for (int z = 0; z < boxes.depth(); z++) {
      for (int y = 0; y < boxes.height(); y++) {
        for (int x = 0; x < boxes.width(); x++) {
          int slice = isVolume() ? point(z, random) : 0;
          int row = point(y, random);
          int column = point(x, random);
          if (slice < extents.depth() && row < extents.height() && column < extents.width()) {
            visitor.point(slice, row, column);
            drawn++;
          }
        }
      }
    }
    if (drawn == 0) {
      visitor.point(
          random.nextInt(extents.depth()),
          random.nextInt(extents.height()),
          random.nextInt(extents.width()));
    }
  }

  private int point(int box, RandomGenerator random) {
    return (int) ((box + random.nextDouble()) * side);
  }

  /** Whether no point can be dropped unless another is left: the first box is all inside. */
  public boolean isNeverEmpty() {
    return (!isVolume() || (int) side < extents.depth())
        && (int) side < extents.height()
        && (int) side < extents.width();
  }
}
