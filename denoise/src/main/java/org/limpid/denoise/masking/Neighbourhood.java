package org.limpid.denoise.masking;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The pixels around one, up to a radius along each axis, as far as the patch reaches. */
final class Neighbourhood {

  private final MaskedPatch patch;
  private final int slice;
  private final int row;
  private final int column;
  private final int top;
  private final int left;
  private final int front;
  private final int rows;
  private final int columns;
  private final int slices;

  Neighbourhood(MaskedPatch patch, int slice, int row, int column, int radius) {
    this.patch = patch;
    this.slice = slice;
    this.row = row;
    this.column = column;
    this.front = Math.max(0, slice - radius);
    this.top = Math.max(0, row - radius);
    this.left = Math.max(0, column - radius);
    this.slices = Math.min(patch.depth() - 1, slice + radius) - front + 1;
    this.rows = Math.min(patch.height() - 1, row + radius) - top + 1;
    this.columns = Math.min(patch.width() - 1, column + radius) - left + 1;
  }

  float centre() {
    return patch.get(slice, row, column);
  }

  /** A pixel drawn evenly, the centre among them. */
  float any(RandomGenerator random) {
    return at(random.nextInt(slices * rows * columns));
  }

  /** A pixel drawn evenly from all but the centre. */
  float other(RandomGenerator random) {
    int index = random.nextInt(countOthers());
    return at(index < centreIndex() ? index : index + 1);
  }

  /**
   * A pixel other than the centre whose distance along each axis is normally distributed; distances
   * that leave the patch end at its border.
   */
  float normallyDistant(double deviation, RandomGenerator random) {
    countOthers();
    int z;
    int y;
    int x;
    do {
      z = distant(slice, patch.depth(), deviation, random);
      y = distant(row, patch.height(), deviation, random);
      x = distant(column, patch.width(), deviation, random);
    } while (z == slice && y == row && x == column);
    return patch.get(z, y, x);
  }

  /** All pixels but the centre. */
  float[] others() {
    float[] values = new float[countOthers()];
    int centre = centreIndex();
    for (int i = 0; i < values.length; i++) {
      values[i] = at(i < centre ? i : i + 1);
    }
    return values;
  }

  static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double deviation(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  /** Mean of the two middle values where their number is even. Sorts the values. Modified. */
  static float median(float[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private float at(int index) {
    int x = index % columns;
    int y = index / columns % rows;
    int z = index / columns / rows;
    return patch.get(front + z, top + y, left + x);
  }

  private int centreIndex() {
    return ((slice - front) * rows + row - top) * columns + column - left;
  }

  private int countOthers() {
    int count = slices * rows * columns - 1;
    if (count == 0) {
      throw new IllegalArgumentException(
          "mask: a patch of 1 pixel has no neighbour to replace it by (expected: >= 2 pixels)");
    }
    return count;
  }

  private static int distant(int position, int extent, double deviation, RandomGenerator random) {
    if (extent == 1) {
      return 0;
    }
    long target = position + Math.round(deviation * random.nextGaussian());
    return (int) Math.max(0, Math.min(extent - 1, target));
  }
}
