package org.limpid.denoise.patch;

import java.util.Arrays;
import java.util.List;
import org.limpid.backend.Size3;

/** Samples that are no finite numbers: which pixels have them, and what networks see instead. */
final class Gaps {

  /** How far around a gap is looked for values to fill it with. */
  private static final int REACH = 2;

  private Gaps() {}

  /** 1 for pixels all of whose samples are finite and 0 for others, {@code [D, H, W, 1]}. */
  static Pixels counted(Pixels pixels) {
    Pixels counted = ones(pixels.extents());
    for (int i = 0; i < pixels.values().length; i++) {
      if (!Float.isFinite(pixels.values()[i])) {
        counted.values()[i / pixels.channels()] = 0;
      }
    }
    return counted;
  }

  static Pixels ones(Size3 extents) {
    Pixels ones = Pixels.zeros(extents, 1);
    Arrays.fill(ones.values(), 1);
    return ones;
  }

  /**
   * Puts the mean of the finite samples within 5 x 5 pixels of a slice into gaps, and a given value
   * where there are none: what networks see there has no influence on what they learn, and little
   * on what they make of pixels around.
   *
   * @param raw where the pixels were cut
   * @param from first slice, row and column of the cut
   * @param pixels what was cut. Modified.
   * @param otherwise a value for each channel
   */
  static void fill(PixelSource raw, Size3 from, Pixels pixels, List<Double> otherwise) {
    float[] values = pixels.values();
    int first = 0;
    while (first < values.length && Float.isFinite(values[first])) {
      first++;
    }
    if (first == values.length) {
      return;
    }
    Size3 size = pixels.extents();
    Pixels around =
        raw.cut(
            new Size3(from.depth(), from.height() - REACH, from.width() - REACH),
            new Size3(size.depth(), size.height() + 2 * REACH, size.width() + 2 * REACH));
    int channels = pixels.channels();
    for (int i = first; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        int pixel = i / channels;
        int row = pixel / size.width();
        int column = pixel % size.width();
        int slice = row / size.height();
        double mean = mean(around, slice, row % size.height(), column, i % channels);
        values[i] = (float) (Double.isNaN(mean) ? otherwise.get(i % channels) : mean);
      }
    }
  }

  /** NaN if there is no finite sample. */
  private static double mean(Pixels around, int slice, int row, int column, int channel) {
    double sum = 0;
    int count = 0;
    for (int y = row; y <= row + 2 * REACH; y++) {
      for (int x = column; x <= column + 2 * REACH; x++) {
        float value = around.at(slice, y, x, channel);
        if (Float.isFinite(value)) {
          sum += value;
          count++;
        }
      }
    }
    return sum / count;
  }
}
