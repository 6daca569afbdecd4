package org.limpid.denoise.io;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/** Writes one plane as gray or RGB PNG of 8 or 16 bits, with opacity if the image has it. */
final class PngEncoder {
  private static final double METRES_PER_INCH = 0.0254;

  private PngEncoder() {}

  static void write(Image image, Path target, Path temporary) throws IOException {
    check(image, target);
    BufferedImage page = page(image, image.alpha().orElse(null));
    ImageWriter writer = writer();
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(temporary));
        ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(page), null);
      metadata.mergeTree(metadata.getNativeMetadataFormatName(), tree(image.metadata(), metadata));
      writer.write(new IIOImage(page, null, metadata));
    } finally {
      writer.dispose();
    }
  }

  private static void check(Image image, Path target) throws ImageFormatException {
    String remedy = "Name the file .tif.";
    if (image.type() != SampleType.UINT8 && image.type() != SampleType.UINT16) {
      throw new ImageFormatException(
          target, "PNG holds uint8 or uint16, the image is of type " + image.type(), remedy);
    }
    if (image.frames() * image.depth() > 1) {
      throw new ImageFormatException(
          target, "PNG holds one plane, the image has " + image.frames() * image.depth(), remedy);
    }
    if (image.channels() != 1 && image.channels() != 3) {
      throw new ImageFormatException(
          target, "PNG holds 1 or 3 channels, the image has " + image.channels(), remedy);
    }
  }

  /** The JDK's own encoder, passing over those that a host application registered. */
  private static ImageWriter writer() {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("PNG");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getModule() == ImageIO.class.getModule()) {
        return writer;
      }
      writer.dispose();
    }
    throw new IllegalStateException(
        "Images: this Java has no PNG writer. Use one with the module java.desktop.");
  }

  private static BufferedImage page(Image image, float @Nullable [] alpha) {
    SampleType type = image.type();
    int channels = image.channels();
    int bands = alpha == null ? channels : channels + 1;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha != null,
            false,
            alpha == null ? Transparency.OPAQUE : Transparency.TRANSLUCENT,
            type == SampleType.UINT8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    int width = image.width();
    WritableRaster raster = model.createCompatibleWritableRaster(width, image.height());
    FloatBuffer plane = image.plane(0, 0);
    int[] row = new int[width * bands];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        for (int c = 0; c < channels; c++) {
          row[x * bands + c] = (int) type.stored(plane.get(pixel * channels + c));
        }
        if (alpha != null) {
          row[x * bands + channels] = (int) type.stored((float) (alpha[pixel] * type.max()));
        }
      }
      raster.setPixels(0, y, width, 1, row);
    }
    return new BufferedImage(model, raster, false, null);
  }

  private static IIOMetadataNode tree(Metadata metadata, IIOMetadata format) {
    IIOMetadataNode root = new IIOMetadataNode(format.getNativeMetadataFormatName());
    double unit =
        switch (metadata.unit()) {
          case UNSPECIFIED -> 1;
          case INCH -> 1 / METRES_PER_INCH;
          case CENTIMETRE -> 100;
        };
    double x = metadata.xResolution() * unit;
    double y = metadata.yResolution() * unit;
    boolean metric = metadata.unit() != Metadata.ResolutionUnit.UNSPECIFIED;
    // Without a unit PNG means a ratio of whole numbers; pixels per micrometre would be cut to it.
    boolean whole = x == Math.rint(x) && y == Math.rint(y);
    if (x >= 1 && y >= 1 && Math.max(x, y) < Integer.MAX_VALUE && (metric || whole)) {
      IIOMetadataNode resolution = new IIOMetadataNode("pHYs");
      resolution.setAttribute("pixelsPerUnitXAxis", Long.toString(Math.round(x)));
      resolution.setAttribute("pixelsPerUnitYAxis", Long.toString(Math.round(y)));
      resolution.setAttribute("unitSpecifier", metric ? "meter" : "unknown");
      root.appendChild(resolution);
    }
    if (!metadata.description().isEmpty()) {
      IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
      entry.setAttribute("keyword", "Description");
      entry.setAttribute("compressionFlag", "FALSE");
      entry.setAttribute("compressionMethod", "0");
      entry.setAttribute("languageTag", "");
      entry.setAttribute("translatedKeyword", "");
      entry.setAttribute("text", metadata.description());
      IIOMetadataNode texts = new IIOMetadataNode("iTXt");
      texts.appendChild(entry);
      root.appendChild(texts);
    }
    return root;
  }
}
