package org.limpid.denoise.patch;

import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;

/**
 * A patch or tile in host memory, {@code [D, H, W, C]}.
 *
 * <p>Whoever made it may change its values; once given away it is only read.
 */
public final class Pixels implements PixelSource {

  private final Size3 extents;
  private final int channels;
  private final float[] values;

  /**
   * Wraps an array.
   *
   * @param values {@code [D, H, W, C]}, kept, not copied
   */
  public Pixels(Size3 extents, int channels, float[] values) {
    if ((long) extents.volume() * channels != values.length) {
      throw new IllegalArgumentException(
          "pixels: " + values.length + " values for " + extents + " and " + channels + " channels");
    }
    this.extents = extents;
    this.channels = channels;
    this.values = values;
  }

  /** A patch of zeros. */
  public static Pixels zeros(Size3 extents, int channels) {
    return new Pixels(extents, channels, new float[extents.volume() * channels]);
  }

  @Override
  public Size3 extents() {
    return extents;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public float at(int slice, int row, int column, int channel) {
    return values[index(slice, row, column, channel)];
  }

  /** The array itself, {@code [D, H, W, C]}. */
  public float[] values() {
    return values;
  }

  /** Where a sample stands in {@link #values()}. */
  public int index(int slice, int row, int column, int channel) {
    return ((slice * extents.height() + row) * extents.width() + column) * channels + channel;
  }

  /** The same values in an array of their own. */
  public Pixels copy() {
    return new Pixels(extents, channels, values.clone());
  }

  /**
   * Turned about an axis, copied.
   *
   * @param axis that stays: 0 for depth, 1 for rows, 2 for columns
   * @param quarters how many quarter turns, any number; odd ones exchange the other two extents
   */
  public Pixels turned(int axis, int quarters) {
    Pixels result = this;
    for (int i = 0; i < Math.floorMod(quarters, 4); i++) {
      result = result.quarterTurned(axis);
    }
    return result;
  }

  private Pixels quarterTurned(int axis) {
    int d = extents.depth();
    int h = extents.height();
    int w = extents.width();
    Size3 size =
        switch (axis) {
          case 0 -> new Size3(d, /* height= */ w, /* width= */ h);
          case 1 -> new Size3(w, h, d);
          case 2 -> new Size3(h, d, w);
          default ->
              throw new IllegalArgumentException("turned: axis " + axis + " (expected: 0 to 2)");
        };
    Pixels result = zeros(size, channels);
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          int from =
              switch (axis) {
                case 0 -> index(z, x, w - 1 - y, 0);
                case 1 -> index(x, y, w - 1 - z, 0);
                default -> index(y, h - 1 - z, x, 0);
              };
          System.arraycopy(values, from, result.values, result.index(z, y, x, 0), channels);
        }
      }
    }
    return result;
  }

  /** Flipped and turned, copied; this very object if the orientation changes nothing. */
  public Pixels oriented(Orientation orientation) {
    if (orientation.equals(Orientation.IDENTITY)) {
      return this;
    }
    boolean transpose = orientation.transpose();
    Size3 size =
        transpose
            ? new Size3(
                extents.depth(), /* height= */ extents.width(), /* width= */ extents.height())
            : extents;
    Pixels result = zeros(size, channels);
    for (int z = 0; z < size.depth(); z++) {
      int slice = orientation.flipDepth() ? size.depth() - 1 - z : z;
      for (int y = 0; y < size.height(); y++) {
        int row = orientation.flipRows() ? size.height() - 1 - y : y;
        for (int x = 0; x < size.width(); x++) {
          int column = orientation.flipColumns() ? size.width() - 1 - x : x;
          int from = transpose ? index(slice, column, row, 0) : index(slice, row, column, 0);
          System.arraycopy(values, from, result.values, result.index(z, y, x, 0), channels);
        }
      }
    }
    return result;
  }
}
