package org.limpid.denoise.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.FileImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/**
 * Writes a classic TIFF file, uncompressed. Three channels are interleaved as colours, unless the
 * image came as an ImageJ stack of channels; other channels become pages of their own. Where the
 * number of pages alone does not tell the axes, an ImageJ description does.
 */
final class TiffEncoder {
  private static final long MAX_BYTES = 0xffffffffL - (1 << 24);

  private final Image image;
  private final boolean interleaved;
  private final float @Nullable [] alpha;

  private TiffEncoder(Image image) {
    this.image = image;
    this.alpha = image.alpha().orElse(null);
    String description = image.metadata().description();
    boolean stackOfChannels =
        ImageJ.wrote(description) && ImageJ.parse(description).channels() == image.channels();
    this.interleaved = image.channels() == 1 || (image.channels() == 3 && !stackOfChannels);
  }

  static void write(Image image, Path target, Path temporary) throws IOException {
    TiffEncoder encoder = new TiffEncoder(image);
    encoder.check(target);
    ImageWriter writer = JdkWriter.of("TIFF");
    try (FileImageOutputStream out = new FileImageOutputStream(temporary.toFile())) {
      writer.setOutput(out);
      encoder.writePages(writer);
    } finally {
      writer.dispose();
    }
  }

  private void check(Path target) throws ImageFormatException {
    if (image.type() == SampleType.INT8 || image.type() == SampleType.UINT32) {
      throw new ImageFormatException(
          target,
          "samples of type " + image.type() + " are not written yet",
          "Convert the image to " + (image.type() == SampleType.INT8 ? "int16" : "float32") + ".");
    }
    if (alpha != null && !interleaved) {
      throw new ImageFormatException(
          target,
          "opacity is written beside 1 or 3 channels, the image has " + image.channels(),
          "Write its channels to separate files.");
    }
    double bytes =
        (double) image.frames()
            * image.depth()
            * image.height()
            * image.width()
            * (image.channels() + (alpha == null ? 0 : 1))
            * image.type().bits()
            / 8;
    if (bytes > MAX_BYTES) {
      throw new ImageFormatException(
          target,
          "is larger than the 4 GB that a classic TIFF file holds",
          "Split the image into several files.");
    }
  }

  private void writePages(ImageWriter writer) throws IOException {
    writer.prepareWriteSequence(null);
    String description = description();
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        for (int page = 0; page < channelPages(); page++) {
          BufferedImage picture =
              interleaved && image.channels() == 3
                  ? Pages.color(image, frame, slice, alpha)
                  : Pages.gray(image, frame, slice, page, alpha);
          boolean first = frame + slice + page == 0;
          IIOMetadata metadata = metadata(writer, picture, first ? description : "");
          writer.writeToSequence(new IIOImage(picture, null, metadata), null);
        }
      }
    }
    writer.endWriteSequence();
  }

  private int channelPages() {
    return interleaved ? 1 : image.channels();
  }

  /** The image's own text where that and the number of pages give its axes back. */
  private String description() {
    String text = image.metadata().description();
    boolean plainStack = image.frames() == 1 && channelPages() == 1;
    return plainStack && !ImageJ.wrote(text) && (image.depth() == 1 || !text.isEmpty())
        ? text
        : ImageJ.describe(image, channelPages());
  }

  private IIOMetadata metadata(ImageWriter writer, BufferedImage picture, String description)
      throws IOException {
    List<TIFFField> fields = new ArrayList<>();
    if (!description.isEmpty()) {
      // The plug-in writes the low byte of each character, so the bytes of UTF-8 pass as Latin-1.
      byte[] utf8 = description.getBytes(StandardCharsets.UTF_8);
      String bytes = new String(utf8, StandardCharsets.ISO_8859_1);
      fields.add(
          new TIFFField(
              tag(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION),
              TIFFTag.TIFF_ASCII,
              1,
              new String[] {bytes}));
    }
    Metadata metadata = image.metadata();
    if (metadata.xResolution() > 0 && metadata.yResolution() > 0) {
      fields.add(rational(BaselineTIFFTagSet.TAG_X_RESOLUTION, metadata.xResolution()));
      fields.add(rational(BaselineTIFFTagSet.TAG_Y_RESOLUTION, metadata.yResolution()));
      int unit =
          switch (metadata.unit()) {
            case UNSPECIFIED -> BaselineTIFFTagSet.RESOLUTION_UNIT_NONE;
            case INCH -> BaselineTIFFTagSet.RESOLUTION_UNIT_INCH;
            case CENTIMETRE -> BaselineTIFFTagSet.RESOLUTION_UNIT_CENTIMETER;
          };
      fields.add(new TIFFField(tag(BaselineTIFFTagSet.TAG_RESOLUTION_UNIT), unit));
    }
    IIOMetadata defaults =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
    TIFFDirectory directory = TIFFDirectory.createFromMetadata(defaults);
    fields.forEach(directory::addTIFFField);
    return directory.getAsMetadata();
  }

  private static TIFFField rational(int tag, double value) {
    long[][] fraction = {Fraction.of(value)};
    return new TIFFField(tag(tag), TIFFTag.TIFF_RATIONAL, 1, fraction);
  }

  private static TIFFTag tag(int number) {
    return BaselineTIFFTagSet.getInstance().getTag(number);
  }
}
