package org.limpid.tensor;

import java.util.Arrays;

/** Extents of a tensor, outermost axis first; a scalar has none. Immutable. */
public final class Shape {

  private final int[] extents;
  private final long size;

  private Shape(int[] extents) {
    long product = 1;
    for (int extent : extents) {
      if (extent < 0) {
        throw new ShapeException(
            "shape: extent " + extent + " in " + Arrays.toString(extents) + " (expected: >= 0)");
      }
      product = Math.multiplyExact(product, (long) extent);
    }
    this.extents = extents;
    this.size = product;
  }

  /** A shape with the given extents, each at least 0. */
  public static Shape of(int... extents) {
    return new Shape(extents.clone());
  }

  /** Number of axes. */
  public int rank() {
    return extents.length;
  }

  /**
   * Extent along an axis.
   *
   * @param axis 0 to {@code rank() - 1}, or negative to count from the end: −1 is the last axis
   */
  public int extent(int axis) {
    int index = axis < 0 ? extents.length + axis : axis;
    if (index < 0 || index >= extents.length) {
      throw new ShapeException("shape: axis " + axis + " of " + this + " does not exist");
    }
    return extents[index];
  }

  /** Number of elements. */
  public long size() {
    return size;
  }

  /** The extents as a new array. */
  public int[] toArray() {
    return extents.clone();
  }

  /** The same shape with one extent changed. */
  public Shape with(int axis, int extent) {
    int[] changed = extents.clone();
    changed[axis < 0 ? extents.length + axis : axis] = extent;
    return new Shape(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** Like {@code [8, 64, 64, 1]}. */
  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
