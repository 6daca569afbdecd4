package org.limpid.denoise.patch;

import org.limpid.backend.Size3;

/**
 * Where pixels are read from: a plane or volume {@code [D, H, W, C]}, a plane having depth 1.
 * Reading needs no copy of the whole, so that large images can be worked on piece by piece.
 *
 * <p>Implementations are safe to read from several threads.
 */
public interface PixelSource {

  /** Slices, rows and columns, each at least 1. */
  Size3 extents();

  /** Number of channels, at least 1. */
  int channels();

  /**
   * Number of pixels that do not count, in learning and in statistics, since a sample of theirs is
   * no finite number.
   */
  default long gaps() {
    return 0;
  }

  /** Which pixels of a box count: 1 for these and 0 for others, {@code [D, H, W, 1]}. */
  default Pixels counted(Size3 from, Size3 size) {
    return gaps() == 0 ? Gaps.ones(size) : Gaps.counted(cut(from, size));
  }

  /** One sample. */
  float at(int slice, int row, int column, int channel);

  /**
   * Copies a box. Where it leaves the source, pixels are mirrored at the border without repeating
   * the pixels on it: {@code 3 2 | 1 2 3 4 | 3 2}.
   *
   * @param from first slice, row and column; may be negative
   * @param size extents of the box
   */
  default Pixels cut(Size3 from, Size3 size) {
    Size3 own = extents();
    int channels = channels();
    int[] columns = mirrored(from.width(), size.width(), own.width());
    int[] rows = mirrored(from.height(), size.height(), own.height());
    int[] slices = mirrored(from.depth(), size.depth(), own.depth());
    float[] values = new float[Math.multiplyExact(size.volume(), channels)];
    int next = 0;
    for (int slice : slices) {
      for (int row : rows) {
        for (int column : columns) {
          for (int c = 0; c < channels; c++) {
            values[next++] = at(slice, row, column, c);
          }
        }
      }
    }
    return new Pixels(size, channels, values);
  }

  private static int[] mirrored(int from, int count, int extent) {
    int[] indices = new int[count];
    int period = Math.max(1, 2 * (extent - 1));
    for (int i = 0; i < count; i++) {
      int folded = Math.floorMod(from + i, period);
      indices[i] = Math.min(folded, period - folded) % extent;
    }
    return indices;
  }
}
