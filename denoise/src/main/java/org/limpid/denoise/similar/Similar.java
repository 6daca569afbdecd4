package org.limpid.denoise.similar;

import java.util.Arrays;

/**
 * Finds the patches that are most like those of a row of places, within a window of 37 x 37 pixels
 * around each.
 *
 * <p>For one offset after the other the squared differences of whole rows are taken, so that the
 * inner loops run along memory.
 */
final class Similar {

  /** How far patches are looked for, in pixels. */
  static final int REACH = 18;

  private static final int WINDOW = 2 * REACH + 1;

  private final float[] image;
  private final int height;
  private final int width;
  private final int side;
  private final int[] columns;
  private final float[][] own;
  private final float[] other;
  private final float[] sums;
  private final long[][] found;
  private final int[] counts;
  private int top;

  /**
   * A search.
   *
   * @param image {@code [H, W]}
   * @param side of patches
   * @param columns left ends of the patches of each row of places
   */
  Similar(float[] image, int height, int width, int side, int[] columns) {
    this.image = image;
    this.height = height;
    this.width = width;
    this.side = side;
    this.columns = columns;
    this.own = new float[side][width];
    this.other = new float[width];
    this.sums = new float[width];
    this.found = new long[columns.length][WINDOW * WINDOW];
    this.counts = new int[columns.length];
  }

  /** Compares the patches of a row of places with all in their windows. */
  void compare(int row) {
    top = row;
    Arrays.fill(counts, 0);
    for (int y = 0; y < side; y++) {
      System.arraycopy(image, (top + y) * width, own[y], 0, width);
    }
    for (int dy = Math.max(-REACH, -row); dy <= Math.min(REACH, height - side - row); dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        compare(dy, dx);
      }
    }
  }

  private void compare(int dy, int dx) {
    int from = Math.max(0, -dx);
    int to = Math.min(width, width - dx);
    if (to - from < side) {
      return;
    }
    Arrays.fill(sums, 0);
    for (int y = 0; y < side; y++) {
      // Rows that are compared begin at the same index, as vectors of C2 need it.
      System.arraycopy(image, (top + dy + y) * width + dx + from, other, from, to - from);
      float[] row = own[y];
      for (int x = from; x < to; x++) {
        float difference = row[x] - other[x];
        sums[x] += difference * difference;
      }
    }
    for (int i = 0; i < columns.length; i++) {
      int left = columns[i];
      if (left >= from && left + side <= to) {
        // A patch is nearest to itself, even where others are equal: all pixels get a result.
        float distance = dy == 0 && dx == 0 ? -1 : 0;
        for (int x = left; x < left + side; x++) {
          distance += sums[x];
        }
        // The order of these bits is that of the distances, as long as one at most is negative.
        int origin = (top + dy) * width + left + dx;
        found[i][counts[i]++] = ((long) Float.floatToRawIntBits(distance) << 32) | origin;
      }
    }
  }

  /**
   * Origins of the patches that are most like that of a place, itself among them, in no order.
   *
   * @param index of the place in its row
   * @param members how many; fewer where there are not so many
   */
  int[] nearest(int index, int members) {
    long[] all = found[index];
    int count = counts[index];
    int wanted = Math.min(members, count);
    select(all, count, wanted);
    int[] origins = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      origins[i] = (int) all[i];
    }
    return origins;
  }

  /** Moves the least values to the front (C. A. R. Hoare, Algorithm 65: Find, 1961). */
  private static void select(long[] values, int count, int wanted) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      long pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (wanted - 1 <= j) {
        high = j;
      } else if (wanted - 1 >= i) {
        low = i;
      } else {
        return;
      }
    }
  }
}
