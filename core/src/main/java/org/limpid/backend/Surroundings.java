package org.limpid.backend;

import java.util.function.IntToDoubleFunction;

/** A pixel and those up to a radius away along each axis, as far as the image reaches. */
public final class Surroundings implements Fill.Around {

  private final Size3 extents;
  private final IntToDoubleFunction image;
  private final int front;
  private final int top;
  private final int left;
  private final int slices;
  private final int rows;
  private final int columns;
  private final int centre;

  /**
   * Those of a pixel.
   *
   * @param extents of the image
   * @param image gives the float of a pixel by its index in memory order
   * @param pixel slice, row and column, inside the image
   * @param radius at least 1
   */
  public Surroundings(Size3 extents, IntToDoubleFunction image, Size3 pixel, int radius) {
    this.extents = extents;
    this.image = image;
    front = Math.max(0, pixel.depth() - radius);
    top = Math.max(0, pixel.height() - radius);
    left = Math.max(0, pixel.width() - radius);
    slices = Math.min(extents.depth() - 1, pixel.depth() + radius) - front + 1;
    rows = Math.min(extents.height() - 1, pixel.height() + radius) - top + 1;
    columns = Math.min(extents.width() - 1, pixel.width() + radius) - left + 1;
    centre =
        ((pixel.depth() - front) * rows + pixel.height() - top) * columns + pixel.width() - left;
  }

  @Override
  public int count() {
    return slices * rows * columns - 1;
  }

  @Override
  public float other(int index) {
    return at(index < centre ? index : index + 1);
  }

  @Override
  public float itself() {
    return at(centre);
  }

  @Override
  public int before() {
    return centre;
  }

  /** Where one of all pixels lies, the one in the middle counted too. */
  public Size3 place(int index) {
    return new Size3(
        front + index / columns / rows, top + index / columns % rows, left + index % columns);
  }

  /** The value of one of all pixels, the one in the middle counted too. */
  public float at(int index) {
    int row = (front + index / columns / rows) * extents.height() + top + index / columns % rows;
    return (float) image.applyAsDouble(row * extents.width() + left + index % columns);
  }
}
