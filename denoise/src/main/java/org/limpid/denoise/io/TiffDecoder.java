package org.limpid.denoise.io;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/** Decodes the pages of a stack into one image, channels last. */
final class TiffDecoder {
  private final TiffStack stack;
  private final TiffPage page;
  private final int channels;
  private final float[] samples;
  private final float[] alpha;

  private TiffDecoder(TiffStack stack) {
    this.stack = stack;
    page = stack.page();
    channels = stack.channels();
    int pixels = stack.frames() * stack.depth() * page.height() * page.width();
    samples = new float[pixels * channels];
    alpha = new float[page.opacity() == TiffPage.Opacity.NONE ? 0 : pixels];
  }

  static Image read(Path file, TiffStack stack) throws IOException {
    TiffDecoder decoder = new TiffDecoder(stack);
    try (JdkReader reader = JdkReader.open(file, "TIFF")) {
      for (int i = 0; i < stack.indices().size(); i++) {
        BufferedImage picture = reader.page(stack.indices().get(i));
        decoder.check(file, picture);
        decoder.take(picture, i);
      }
    }
    return decoder.image();
  }

  private void check(Path file, BufferedImage picture) throws ImageFormatException {
    int bands = picture.getRaster().getNumBands();
    if (picture.getWidth() != page.width()
        || picture.getHeight() != page.height()
        || bands != page.samples()) {
      throw new ImageFormatException(
          file,
          "cannot be decoded as TIFF: "
              + picture.getWidth()
              + " x "
              + picture.getHeight()
              + " x "
              + bands
              + " samples were found where its header says "
              + page.width()
              + " x "
              + page.height()
              + " x "
              + page.samples(),
          "Save it as a TIFF of 8, 16 or 32 bits, uncompressed.");
    }
  }

  private void take(BufferedImage picture, int pageNumber) {
    int plane = pageNumber / stack.channelPages();
    int firstChannel = pageNumber % stack.channelPages() * page.channels();
    int start = plane * page.height() * page.width();
    boolean lookUp =
        picture.getColorModel() instanceof IndexColorModel
            && (stack.colors() > 0 || !page.palette());
    double[] row = new double[page.width() * page.samples()];
    Raster raster = picture.getRaster();
    for (int y = 0; y < page.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, page.width(), 1, row);
      int pixel = start + y * page.width();
      if (lookUp) {
        colors(row, (IndexColorModel) picture.getColorModel(), pixel);
      } else {
        direct(row, pixel, firstChannel);
      }
    }
  }

  private void colors(double[] indices, IndexColorModel palette, int pixel) {
    int at = pixel * channels;
    for (int x = 0; x < page.width(); x++) {
      int index = (int) indices[x];
      samples[at++] = palette.getRed(index);
      if (stack.colors() == 3) {
        samples[at++] = palette.getGreen(index);
        samples[at++] = palette.getBlue(index);
      }
    }
  }

  private void direct(double[] row, int pixel, int firstChannel) {
    int stored = page.samples();
    int shown = page.channels();
    double opaque = page.type().isInteger() ? page.type().max() : 1;
    for (int x = 0; x < page.width(); x++) {
      double divisor = 1;
      if (alpha.length > 0) {
        double opacity = Math.min(1, Math.max(0, value(row[x * stored + shown]) / opaque));
        alpha[pixel + x] = (float) opacity;
        if (page.opacity() == TiffPage.Opacity.PREMULTIPLIED && opacity > 0) {
          divisor = opacity;
        }
      }
      for (int c = 0; c < shown; c++) {
        samples[(pixel + x) * channels + firstChannel + c] =
            (float) (value(row[x * stored + c]) / divisor);
      }
    }
  }

  /** The JDK hands signed bytes over as unsigned ones and unsigned integers as signed ones. */
  private double value(double raw) {
    if (page.type() == SampleType.INT8) {
      return (byte) raw;
    }
    return page.type() == SampleType.UINT32 && raw < 0 ? raw + 0x1p32 : raw;
  }

  private Image image() {
    Image image =
        Image.wrap(samples, stack.frames(), stack.depth(), page.height(), page.width(), channels)
            .withType(page.type())
            .withMetadata(stack.metadata());
    return alpha.length > 0 ? image.withAlpha(alpha) : image;
  }
}
