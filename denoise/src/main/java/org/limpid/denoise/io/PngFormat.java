package org.limpid.denoise.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/**
 * PNG: gray or RGB of 8 or 16 bits, opacity kept apart; narrower samples are spread to 0 to 255,
 * palettes resolved. Samples are taken as stored, gamma and colour profiles are not applied.
 */
final class PngFormat implements ImageFormat {
  private static final double METRES_PER_INCH = 0.0254;

  @Override
  public String name() {
    return "PNG";
  }

  @Override
  public List<String> suffixes() {
    return List.of("png");
  }

  @Override
  public boolean recognises(byte[] start) {
    return start.length >= 8 && ByteBuffer.wrap(start).getLong() == PngChunks.SIGNATURE;
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    PngChunks chunks = PngChunks.of(file);
    try (JdkReader reader = open(file, chunks)) {
      return reader.info(chunks.metadata());
    }
  }

  @Override
  public Image read(Path file) throws IOException {
    PngChunks chunks = PngChunks.of(file);
    try (JdkReader reader = open(file, chunks)) {
      ImageInfo info = reader.info(chunks.metadata());
      Heap.require(file, info, 8L * info.height() * info.width());
      return Image.of(reader.page(0)).withMetadata(chunks.metadata());
    }
  }

  private static JdkReader open(Path file, PngChunks chunks) throws IOException {
    return JdkReader.open(file, "PNG", new MemoryCacheImageInputStream(chunks.essence()));
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public void write(Image image, Path target, Path temporary) throws IOException {
    check(image, target);
    BufferedImage page =
        image.channels() == 1
            ? Pages.gray(image, 0, 0, 0, image.alpha().orElse(null))
            : Pages.color(image, 0, 0, image.alpha().orElse(null));
    ImageWriter writer = JdkWriter.of("PNG");
    try (FileImageOutputStream out = new FileImageOutputStream(temporary.toFile())) {
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
    String remedy = "Name the file .tif";
    if (image.type() != SampleType.UINT8 && image.type() != SampleType.UINT16) {
      throw new ImageFormatException(
          target, "PNG holds uint8 or uint16, the image is of type " + image.type(), remedy + ".");
    }
    if (image.frames() * image.depth() > 1) {
      throw new ImageFormatException(
          target,
          "PNG holds one plane, the image has " + image.frames() * image.depth(),
          remedy + ".");
    }
    if (image.channels() != 1 && image.channels() != 3) {
      throw new ImageFormatException(
          target, "PNG holds 1 or 3 channels, the image has " + image.channels(), remedy + ".");
    }
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
