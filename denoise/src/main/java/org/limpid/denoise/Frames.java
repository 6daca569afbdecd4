package org.limpid.denoise;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PixelSource;

/** The planes or volumes of an image, read where they are. */
final class Frames {

  private Frames() {}

  /** Every plane by itself, {@code [1, H, W, C]}: frame by frame, slice by slice. */
  static List<PixelSource> planes(Image image) {
    List<PixelSource> planes = new ArrayList<>();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        planes.add(new Frame(image, List.of(image.plane(frame, slice))));
      }
    }
    return planes;
  }

  /** Every point in time, {@code [D, H, W, C]}. */
  static List<PixelSource> volumes(Image image) {
    List<PixelSource> volumes = new ArrayList<>();
    for (int frame = 0; frame < image.frames(); frame++) {
      List<FloatBuffer> slices = new ArrayList<>();
      for (int slice = 0; slice < image.depth(); slice++) {
        slices.add(image.plane(frame, slice));
      }
      volumes.add(new Frame(image, slices));
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
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        FloatBuffer plane = image.plane(frame, slice);
        for (int i = 0; i < plane.limit(); i++) {
          if (!Float.isFinite(plane.get(i))) {
            int pixel = i / image.channels();
            throw new IllegalArgumentException(
                op
                    + ": "
                    + name
                    + " holds "
                    + plane.get(i)
                    + " at frame "
                    + frame
                    + ", slice "
                    + slice
                    + ", row "
                    + pixel / image.width()
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

  /** Slices of an image, each {@code [H, W, C]}. */
  private static final class Frame implements PixelSource {

    private final List<FloatBuffer> slices;
    private final Size3 extents;
    private final int channels;

    Frame(Image image, List<FloatBuffer> slices) {
      this.slices = slices;
      this.extents = new Size3(slices.size(), image.height(), image.width());
      this.channels = image.channels();
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
      return slices.get(slice).get((row * extents.width() + column) * channels + channel);
    }
  }
}
