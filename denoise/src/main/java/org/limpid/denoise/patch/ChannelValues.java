package org.limpid.denoise.patch;

import java.util.List;
import java.util.function.DoubleConsumer;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization.Range;

/**
 * All finite values of one channel of images, read row by row as often as needed; nothing is kept.
 */
record ChannelValues(List<? extends PixelSource> images, int channel) {

  private static final int HALF = 1 << 16;

  private void forEach(DoubleConsumer consumer) {
    for (PixelSource image : images) {
      Size3 extents = image.extents();
      Size3 row = new Size3(1, 1, extents.width());
      for (int z = 0; z < extents.depth(); z++) {
        for (int y = 0; y < extents.height(); y++) {
          float[] values = image.cut(new Size3(z, y, 0), row).values();
          for (int i = channel; i < values.length; i += image.channels()) {
            if (Float.isFinite(values[i])) {
              consumer.accept(values[i]);
            }
          }
        }
      }
    }
  }

  /** How many samples there are, finite or not. */
  double count() {
    double count = 0;
    for (PixelSource image : images) {
      Size3 extents = image.extents();
      count += (double) extents.depth() * extents.height() * extents.width();
    }
    return count;
  }

  /** Smallest and largest value. */
  Range range() {
    double[] ends = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    forEach(
        value -> {
          ends[0] = Math.min(ends[0], value);
          ends[1] = Math.max(ends[1], value);
        });
    return new Range(ends[0], ends[1]);
  }

  /** Mean and standard deviation of those within a range. */
  double[] moments(Range range) {
    double[] sums = new double[3];
    forEach(
        value -> {
          if (range.contains(value)) {
            sums[0]++;
            sums[1] += value;
          }
        });
    double mean = sums[1] / sums[0];
    forEach(
        value -> {
          if (range.contains(value)) {
            sums[2] += (value - mean) * (value - mean);
          }
        });
    return new double[] {mean, Math.sqrt(sums[2] / sums[0])};
  }

  /**
   * The value that a share of all values is at most; exact, by counting the upper and then the
   * lower half of their bits.
   *
   * @param share 0 to 1
   */
  double quantile(double share) {
    long[] upper = new long[HALF];
    forEach(value -> upper[ordered((float) value) >>> 16]++);
    long all = 0;
    for (long count : upper) {
      all += count;
    }
    long rank = Math.min(all - 1, (long) (share * all));
    int high = 0;
    while (rank >= upper[high]) {
      rank -= upper[high++];
    }
    long[] lower = new long[HALF];
    int bucket = high;
    forEach(
        value -> {
          int bits = ordered((float) value);
          if (bits >>> 16 == bucket) {
            lower[bits & (HALF - 1)]++;
          }
        });
    int low = 0;
    while (rank >= lower[low]) {
      rank -= lower[low++];
    }
    int bits = bucket << 16 | low;
    return Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits);
  }

  /** Bits that, read as an unsigned number, are in the order of the values. */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }
}
