package org.limpid.denoise;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Turns AWT pictures into images and planes of images into AWT pictures. Needs no screen. */
final class Pictures {
  private Pictures() {}

  static Image toImage(BufferedImage picture) {
    return picture.getColorModel() instanceof IndexColorModel palette
        ? indexed(picture.getRaster(), palette)
        : direct(picture.getRaster(), picture.getColorModel());
  }

  private static Image indexed(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int channels = isGray(palette) ? 1 : 3;
    float[] samples = new float[Math.multiplyExact(width * channels, height)];
    float[] alpha = new float[palette.hasAlpha() ? width * height : 0];
    int[] row = new int[width];
    for (int y = 0, at = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int index = row[x];
        samples[at++] = palette.getRed(index);
        if (channels == 3) {
          samples[at++] = palette.getGreen(index);
          samples[at++] = palette.getBlue(index);
        }
        if (alpha.length > 0) {
          alpha[y * width + x] = palette.getAlpha(index) / 255f;
        }
      }
    }
    Image image = Image.wrap(samples, 1, 1, height, width, channels).withType(SampleType.UINT8);
    return alpha.length > 0 ? image.withAlpha(alpha) : image;
  }

  private static boolean isGray(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static Image direct(Raster raster, ColorModel colors) {
    SampleModel model = raster.getSampleModel();
    SampleType type = type(model);
    int width = raster.getWidth();
    int height = raster.getHeight();
    boolean opacity = colors.hasAlpha();
    int bands = model.getNumBands();
    int channels = opacity ? bands - 1 : bands;
    float[] samples = new float[Math.multiplyExact(width * channels, height)];
    float[] alpha = new float[opacity ? width * height : 0];
    float[] scale = new float[bands];
    for (int band = 0; band < bands; band++) {
      int bits = model.getSampleSize(band);
      scale[band] = type == SampleType.UINT8 && bits < 8 ? 255f / ((1 << bits) - 1) : 1;
    }
    double[] row = new double[width * bands];
    for (int y = 0, at = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        double divisor = 1;
        if (opacity) {
          double opaque = type.isInteger() ? type.max() / scale[channels] : 1;
          double value = row[x * bands + channels] / opaque;
          alpha[y * width + x] = (float) value;
          divisor = colors.isAlphaPremultiplied() && value > 0 ? value : 1;
        }
        for (int c = 0; c < channels; c++) {
          samples[at++] = (float) (row[x * bands + c] * scale[c] / divisor);
        }
      }
    }
    Image image = Image.wrap(samples, 1, 1, height, width, channels).withType(type);
    return opacity ? image.withAlpha(alpha) : image;
  }

  /** Type that holds the samples: packed pixels of an int each hold bytes or less. */
  private static SampleType type(SampleModel model) {
    int bits = 0;
    for (int size : model.getSampleSize()) {
      bits = Math.max(bits, size);
    }
    return switch (model.getDataType()) {
      case DataBuffer.TYPE_BYTE -> SampleType.UINT8;
      case DataBuffer.TYPE_USHORT -> bits <= 8 ? SampleType.UINT8 : SampleType.UINT16;
      case DataBuffer.TYPE_SHORT -> SampleType.INT16;
      case DataBuffer.TYPE_INT -> bits <= 8 ? SampleType.UINT8 : SampleType.INT32;
      case DataBuffer.TYPE_FLOAT -> SampleType.FLOAT32;
      case DataBuffer.TYPE_DOUBLE -> SampleType.FLOAT64;
      default ->
          throw new IllegalArgumentException(
              "Image.of: picture holds samples of AWT data type "
                  + model.getDataType()
                  + " (expected: byte, ushort, short, int, float or double)");
    };
  }

  /** Picture of a plane {@code [height, width, channels]}; NaN is shown black. */
  static BufferedImage toPicture(
      FloatBuffer plane, int height, int width, int channels, double black, double white) {
    if (!(black <= white)) {
      throw new IllegalArgumentException(
          "Image.toBufferedImage: black "
              + black
              + ", white "
              + white
              + " (expected: black <= white)");
    }
    double gain = white > black ? 255 / (white - black) : 0;
    boolean color = channels == 3;
    BufferedImage picture =
        new BufferedImage(
            width, height, color ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    int shown = color ? 3 : 1;
    int[] row = new int[width * shown];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < shown; c++) {
          double level = (plane.get((y * width + x) * channels + c) - black) * gain + 0.5;
          row[x * shown + c] = (int) Math.min(255, Math.max(0, level));
        }
      }
      picture.getRaster().setPixels(0, y, width, 1, row);
    }
    return picture;
  }

  /** Values below which the given fractions of the finite samples lie; zeros if none is finite. */
  static float[] percentiles(FloatBuffer plane, double... fractions) {
    float[] finite = new float[plane.remaining()];
    int count = 0;
    for (int i = 0; i < finite.length; i++) {
      float value = plane.get(i);
      if (Float.isFinite(value)) {
        finite[count++] = value;
      }
    }
    Arrays.sort(finite, 0, count);
    float[] values = new float[fractions.length];
    for (int i = 0; i < fractions.length && count > 0; i++) {
      values[i] = finite[(int) (fractions[i] * (count - 1) + 0.5)];
    }
    return values;
  }
}
