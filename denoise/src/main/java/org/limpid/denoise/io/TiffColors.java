package org.limpid.denoise.io;

/** YCbCr colours (TIFF 6.0, section 21) of 8 bits as red, green and blue. */
final class TiffColors {
  private final double red;
  private final double green;
  private final double blue;

  /** Stored number of no light, or no colour, and steps to full. */
  private final double[] zero = new double[3];

  private final double[] steps = new double[3];

  TiffColors(TiffBlocks blocks) {
    TiffDirectory fields = blocks.fields();
    red = fields.rationalAt(TiffDirectory.YCBCR_COEFFICIENTS, 0, 0.299);
    green = fields.rationalAt(TiffDirectory.YCBCR_COEFFICIENTS, 1, 0.587);
    blue = fields.rationalAt(TiffDirectory.YCBCR_COEFFICIENTS, 2, 0.114);
    // JPEG has a range of its own, whatever the fields say.
    boolean ranged = blocks.compression() != TiffCompression.JPEG;
    int tag = ranged ? TiffDirectory.REFERENCE_BLACK_WHITE : -1;
    for (int i = 0; i < 3; i++) {
      zero[i] = fields.rationalAt(tag, 2 * i, i == 0 ? 0 : 128);
      double full = fields.rationalAt(tag, 2 * i + 1, 255) - zero[i];
      steps[i] = full > 0 ? full : 255;
    }
  }

  /** Turns colours of pixels, {@code [pixels, 3]}, in place. */
  void toRgb(float[] samples, int offset, int pixels) {
    for (int i = offset; i < offset + 3 * pixels; i += 3) {
      double y = (samples[i] - zero[0]) * 255 / steps[0];
      double cb = (samples[i + 1] - zero[1]) * 127 / steps[1];
      double cr = (samples[i + 2] - zero[2]) * 127 / steps[2];
      double r = y + cr * (2 - 2 * red);
      double b = y + cb * (2 - 2 * blue);
      double g = green > 0 ? (y - blue * b - red * r) / green : y;
      samples[i] = level(r);
      samples[i + 1] = level(g);
      samples[i + 2] = level(b);
    }
  }

  private static float level(double value) {
    return (float) Math.min(255, Math.max(0, Math.floor(value + 0.5)));
  }

  /** From clusters of Y, Y, ..., Cb, Cr to three bytes a pixel. */
  static byte[] spread(TiffBlocks blocks, byte[] clusters, int rows) {
    int h = blocks.subsampling(0);
    int v = blocks.subsampling(1);
    int width = blocks.width();
    int across = (width - 1) / h + 1;
    int size = h * v + 2;
    byte[] pixels = new byte[3 * width * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < width; x++) {
        int cluster = (y / v * across + x / h) * size;
        int to = 3 * (y * width + x);
        pixels[to] = clusters[cluster + y % v * h + x % h];
        pixels[to + 1] = clusters[cluster + size - 2];
        pixels[to + 2] = clusters[cluster + size - 1];
      }
    }
    return pixels;
  }
}
