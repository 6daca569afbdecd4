package org.limpid.denoise.io;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/** Planes of images as the JDK's encoders take them, in the type the file shall hold. */
final class Pages {
  private Pages() {}

  /** One channel of one plane, with opacity {@code [T, Z, Y, X]} if given. */
  static BufferedImage gray(
      Image image, int frame, int slice, int channel, float @Nullable [] alpha) {
    return page(image, frame, slice, channel, 1, alpha);
  }

  /** All three channels of one plane, with opacity {@code [T, Z, Y, X]} if given. */
  static BufferedImage color(Image image, int frame, int slice, float @Nullable [] alpha) {
    return page(image, frame, slice, 0, 3, alpha);
  }

  private static BufferedImage page(
      Image image, int frame, int slice, int first, int count, float @Nullable [] alpha) {
    SampleType type = image.type();
    int bands = alpha == null ? count : count + 1;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(count == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha != null,
            false,
            alpha == null ? Transparency.OPAQUE : Transparency.TRANSLUCENT,
            dataType(type));
    int width = image.width();
    WritableRaster raster = model.createCompatibleWritableRaster(width, image.height());
    FloatBuffer plane = image.plane(frame, slice);
    int opacityAt = (frame * image.depth() + slice) * image.height() * width;
    double opaque = type.isInteger() ? type.max() : 1;
    double[] row = new double[width * bands];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * image.channels() + first;
        for (int c = 0; c < count; c++) {
          row[x * bands + c] = type.stored(plane.get(at + c));
        }
        if (alpha != null) {
          row[x * bands + count] = type.stored((float) (alpha[opacityAt + y * width + x] * opaque));
        }
      }
      raster.setPixels(0, y, width, 1, row);
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static int dataType(SampleType type) {
    return switch (type) {
      case UINT8 -> DataBuffer.TYPE_BYTE;
      case UINT16 -> DataBuffer.TYPE_USHORT;
      case INT16 -> DataBuffer.TYPE_SHORT;
      case INT32 -> DataBuffer.TYPE_INT;
      case FLOAT32 -> DataBuffer.TYPE_FLOAT;
      case FLOAT64 -> DataBuffer.TYPE_DOUBLE;
      case INT8, UINT32 -> throw new IllegalArgumentException("no AWT type for " + type);
    };
  }
}
