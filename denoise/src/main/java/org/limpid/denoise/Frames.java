package org.limpid.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;

/** The planes or volumes of an image, read where they are. */
final class Frames {

  private Frames() {}

  /** Every plane by itself, {@code [1, H, W, C]}: frame by frame, slice by slice. */
  static List<PixelSource> planes(Image image) {
    return planes(image, new long[image.frames() * image.depth()]);
  }

  private static List<PixelSource> planes(Image image, long[] gaps) {
    List<PixelSource> planes = new ArrayList<>();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        long own = gaps[frame * image.depth() + slice];
        planes.add(new Frame(image, frame, slice, /* slices= */ 1, own));
      }
    }
    return planes;
  }

  /** Every point in time, {@code [D, H, W, C]}. */
  static List<PixelSource> volumes(Image image) {
    return volumes(image, new long[image.frames() * image.depth()]);
  }

  private static List<PixelSource> volumes(Image image, long[] gaps) {
    List<PixelSource> volumes = new ArrayList<>();
    for (int frame = 0; frame < image.frames(); frame++) {
      int first = frame * image.depth();
      long own = Arrays.stream(gaps, first, first + image.depth()).sum();
      volumes.add(new Frame(image, frame, 0, image.depth(), own));
    }
    return volumes;
  }

  /**
   * Planes or volumes to learn from, which know of their gaps: samples that are no finite numbers.
   *
   * @param op for the message
   * @param name which image it is
   * @throws IllegalArgumentException if nothing but gaps is there
   */
  static List<PixelSource> toLearn(String op, String name, Image image, boolean volumetric) {
    long[] gaps = gaps(image);
    if (Arrays.stream(gaps).sum() == (long) gaps.length * image.height() * image.width()) {
      throw new IllegalArgumentException(
          op + ": " + name + " has no pixel of finite numbers (NaN or infinite). Leave it out");
    }
    return volumetric ? volumes(image, gaps) : planes(image, gaps);
  }

  /** For each plane, how many pixels have a sample that is no finite number. */
  private static long[] gaps(Image image) {
    long[] gaps = new long[image.frames() * image.depth()];
    if (isFinite(image)) {
      return gaps;
    }
    int rows = rowsAtOnce(image);
    int channels = image.channels();
    float[] band = new float[rows * image.width() * channels];
    for (int plane = 0; plane < gaps.length; plane++) {
      for (int y = 0; y < image.height(); y += rows) {
        int count = Math.min(rows, image.height() - y);
        image.copyRegion(
            plane / image.depth(), plane % image.depth(), y, 0, count, image.width(), band, 0);
        for (int i = 0; i < count * image.width(); i++) {
          gaps[plane] += isGap(band, i * channels, channels) ? 1 : 0;
        }
      }
    }
    return gaps;
  }

  /** Integers in a file are finite; there is no need to read it for that. */
  private static boolean isFinite(Image image) {
    return !image.isInMemory() && image.type().isInteger();
  }

  private static boolean isGap(float[] samples, int from, int channels) {
    for (int i = from; i < from + channels; i++) {
      if (!Float.isFinite(samples[i])) {
        return true;
      }
    }
    return false;
  }

  /**
   * Puts samples that are no finite numbers back to where they were.
   *
   * @param noisy where they are; rows of a plane of it
   * @param result {@code [rows, W, C]} from an index on. Modified.
   */
  static void keepGaps(
      Image noisy, int frame, int slice, int y, int rows, float[] result, int offset) {
    if (isFinite(noisy)) {
      return;
    }
    int line = noisy.width() * noisy.channels();
    float[] row = new float[line];
    for (int i = 0; i < rows; i++) {
      noisy.copyRegion(frame, slice, y + i, 0, 1, noisy.width(), row, 0);
      for (int k = 0; k < line; k++) {
        if (!Float.isFinite(row[k])) {
          result[offset + i * line + k] = row[k];
        }
      }
    }
  }

  /** Rows of about 4 MB. */
  private static int rowsAtOnce(Image image) {
    long row = (long) image.width() * image.channels();
    return (int) Math.max(1, Math.min(image.height(), (1 << 20) / row));
  }

  /** Slices of one frame of an image, read when they are asked for. */
  private record Frame(Image image, int frame, int first, int slices, long gaps)
      implements PixelSource {

    @Override
    public Size3 extents() {
      return new Size3(slices, image.height(), image.width());
    }

    @Override
    public int channels() {
      return image.channels();
    }

    @Override
    public float at(int slice, int row, int column, int channel) {
      return image.get(frame, first + slice, row, column, channel);
    }

    /** Copies what lies inside the image at once, and mirrors that where the box leaves it. */
    @Override
    public Pixels cut(Size3 from, Size3 size) {
      int[] z = inside(from.depth(), size.depth(), slices);
      int[] y = inside(from.height(), size.height(), image.height());
      int[] x = inside(from.width(), size.width(), image.width());
      Size3 extents = new Size3(z[1] - z[0], y[1] - y[0], x[1] - x[0]);
      Pixels part = Pixels.zeros(extents, channels());
      for (int slice = 0; slice < extents.depth(); slice++) {
        image.copyRegion(
            frame,
            first + z[0] + slice,
            y[0],
            x[0],
            extents.height(),
            extents.width(),
            part.values(),
            part.index(slice, 0, 0, 0));
      }
      Size3 within = new Size3(from.depth() - z[0], from.height() - y[0], from.width() - x[0]);
      return extents.equals(size) && within.equals(new Size3(0, 0, 0))
          ? part
          : part.cut(within, size);
    }

    /**
     * First pixel of an axis that a cut needs, and the one behind its last: those of the box that
     * are inside, and those that are mirrored to where the box leaves the axis. Mirroring this part
     * then gives the same as mirroring the whole.
     */
    private static int[] inside(int from, int count, int extent) {
      int before = Math.max(0, -from);
      int behind = Math.max(0, from + count - extent);
      if (before >= extent || behind >= extent) {
        return new int[] {0, extent};
      }
      int begin = Math.min(Math.max(0, from), behind > 0 ? extent - 1 - behind : extent);
      int end = Math.max(Math.min(extent, from + count), before > 0 ? before + 1 : 0);
      return new int[] {begin, end};
    }
  }
}
