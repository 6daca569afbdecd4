package org.limpid.denoise.masking;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The pixels around one, up to a radius along each axis, as far as the patch reaches, but for those
 * of a pattern.
 */
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
  private final Pattern pattern;
  private final int[] usable;
  private final int count;

  Neighbourhood(MaskedPatch patch, int slice, int row, int column, int radius, Pattern pattern) {
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
    this.pattern = pattern;
    // Without a pattern an index needs no table, which in volumes would take longer than all else.
    this.usable = pattern.others().isEmpty() ? new int[0] : outsidePattern();
    this.count = pattern.others().isEmpty() ? slices * rows * columns - 1 : usable.length;
    if (count == 0) {
      throw new IllegalArgumentException(
          pattern.others().isEmpty()
              ? "mask: a patch of 1 pixel has no neighbour to replace it by (expected: >= 2 pixels)"
              : "mask: the pattern covers the whole neighbourhood of a pixel. Raise the radius");
    }
  }

  /** Indices of all pixels but the centre and the pattern. */
  private int[] outsidePattern() {
    int centre = centreIndex();
    return IntStream.range(0, slices * rows * columns)
        .filter(
            i ->
                i != centre
                    && !pattern.contains(
                        front + i / columns / rows - slice,
                        top + i / columns % rows - row,
                        left + i % columns - column))
        .toArray();
  }

  /** One of those that may be used, the centre not among them. */
  private float nth(int i) {
    if (usable.length > 0) {
      return at(usable[i]);
    }
    return at(i < centreIndex() ? i : i + 1);
  }

  float centre() {
    return patch.get(slice, row, column);
  }

  /** A pixel drawn evenly, the centre among them. */
  float any(RandomGenerator random) {
    int index = random.nextInt(count + 1);
    int centre = usable.length > 0 ? count : centreIndex();
    return index == centre ? centre() : nth(index < centre ? index : index - 1);
  }

  /** A pixel drawn evenly from all but the centre. */
  float other(RandomGenerator random) {
    return nth(random.nextInt(count));
  }

  /**
   * A pixel other than the centre whose distance along each axis is normally distributed; distances
   * that leave the patch end at its border.
   */
  float normallyDistant(double deviation, RandomGenerator random) {
    int z;
    int y;
    int x;
    do {
      z = distant(slice, patch.depth(), deviation, random);
      y = distant(row, patch.height(), deviation, random);
      x = distant(column, patch.width(), deviation, random);
    } while ((z == slice && y == row && x == column)
        || pattern.contains(z - slice, y - row, x - column));
    return patch.get(z, y, x);
  }

  /** All pixels but the centre. */
  float[] others() {
    float[] values = new float[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = nth(i);
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

  private static int distant(int position, int extent, double deviation, RandomGenerator random) {
    if (extent == 1) {
      return 0;
    }
    long target = position + Math.round(deviation * random.nextGaussian());
    return (int) Math.max(0, Math.min(extent - 1, target));
  }
}
