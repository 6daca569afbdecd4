package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;

/** The planes or volumes of an image, read where they are. */
final class Frames {

  private Frames() {}

  /** Every plane by itself, {@code [1, H, W, C]}: frame by frame, slice by slice. */
  static List<PixelSource> planes(Image image) {
    List<PixelSource> planes = new ArrayList<>();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        planes.add(new Frame(image, frame, slice, /* slices= */ 1));
      }
    }
    return planes;
  }

  /** Every point in time, {@code [D, H, W, C]}. */
  static List<PixelSource> volumes(Image image) {
    List<PixelSource> volumes = new ArrayList<>();
    for (int frame = 0; frame < image.frames(); frame++) {
      volumes.add(new Frame(image, frame, 0, image.depth()));
    }
    return volumes;
  }

  /**
   * Refuses what no network can work with.
   *
   * @param op for the message
   * @param name which image it is
   */
  static void checkFinite(String op, String name, Image image) {
    int rows = rowsAtOnce(image);
    float[] band = new float[rows * image.width() * image.channels()];
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      int frame = plane / image.depth();
      int slice = plane % image.depth();
      for (int y = 0; y < image.height(); y += rows) {
        int count = Math.min(rows, image.height() - y);
        image.copyRegion(frame, slice, y, 0, count, image.width(), band, /* offset= */ 0);
        for (int i = 0; i < count * image.width() * image.channels(); i++) {
          if (!Float.isFinite(band[i])) {
            int pixel = i / image.channels();
            throw new IllegalArgumentException(
                op
                    + ": "
                    + name
                    + " holds "
                    + band[i]
                    + " at frame "
                    + frame
                    + ", slice "
                    + slice
                    + ", row "
                    + (y + pixel / image.width())
                    + ", column "
                    + pixel % image.width()
                    + ", channel "
                    + i % image.channels()
                    + " (expected: finite numbers). Replace such pixels first");
          }
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
  private record Frame(Image image, int frame, int first, int slices) implements PixelSource {

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
