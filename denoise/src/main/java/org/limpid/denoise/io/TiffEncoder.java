package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/**
 * Writes a classic TIFF file, little endian and uncompressed: the pixels of all pages, then their
 * directories. Three channels are interleaved as colours, unless the image came as an ImageJ stack
 * of channels; other channels become pages of their own. Where the number of pages alone does not
 * tell the axes, an ImageJ description does.
 */
final class TiffEncoder {
  private static final int HEADER = 8;
  private static final int STRIP_BYTES = 1 << 20;
  private static final int MAX_ROW_BYTES = 1 << 30;

  /** What the directories may take beside the pixels for all offsets to fit 32 bits. */
  private static final long DIRECTORY_BYTES = 1 << 26;

  private final Image image;
  private final SampleType type;
  private final float @Nullable [] alpha;
  private final boolean interleaved;
  private final int samples;
  private final long rowBytes;
  private final int rowsPerStrip;

  private TiffEncoder(Image image) {
    this.image = image;
    type = image.type();
    alpha = image.alpha().orElse(null);
    String description = image.metadata().description();
    boolean stackOfChannels =
        ImageJ.wrote(description) && ImageJ.parse(description).channels() == image.channels();
    interleaved = image.channels() == 1 || (image.channels() == 3 && !stackOfChannels);
    samples = (interleaved ? image.channels() : 1) + (alpha == null ? 0 : 1);
    rowBytes = (long) image.width() * samples * type.bits() / 8;
    rowsPerStrip = (int) Math.min(image.height(), Math.max(1, STRIP_BYTES / rowBytes));
  }

  static void write(Image image, Path target, Path temporary) throws IOException {
    TiffEncoder encoder = new TiffEncoder(image);
    encoder.check(target);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      encoder.write(channel);
    }
  }

  private void check(Path target) throws ImageFormatException {
    if (alpha != null && !interleaved) {
      throw new ImageFormatException(
          target,
          "opacity is written beside 1 or 3 channels, the image has " + image.channels(),
          "Write its channels to separate files.");
    }
    if (rowBytes > MAX_ROW_BYTES) {
      throw new ImageFormatException(
          target, "has rows of more than 1 GB", "Split the image into several files.");
    }
    if (HEADER + pages() * pageBytes() + DIRECTORY_BYTES > 0xffffffffL) {
      throw new ImageFormatException(
          target,
          "is larger than the 4 GB that a classic TIFF file holds",
          "Split the image into several files.");
    }
  }

  private void write(FileChannel channel) throws IOException {
    long directories = HEADER + pages() * pageBytes();
    // Offsets of fields are even.
    directories += directories & 1;
    ByteBuffer header = buffer(HEADER);
    header.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt((int) directories);
    writeAll(channel, header, 0);
    long at = HEADER;
    for (int frame = 0; frame < image.frames(); frame++) {
      for (int slice = 0; slice < image.depth(); slice++) {
        for (int page = 0; page < channelPages(); page++) {
          writePixels(channel, at, frame, slice, page);
          at += pageBytes();
        }
      }
    }
    at = directories;
    for (int page = 0; page < pages(); page++) {
      ByteBuffer directory = directory(page).at(at, page + 1 < pages());
      writeAll(channel, directory, at);
      at += directory.limit();
    }
  }

  private void writePixels(FileChannel channel, long at, int frame, int slice, int page)
      throws IOException {
    FloatBuffer plane = image.plane(frame, slice);
    int opacityAt = (frame * image.depth() + slice) * image.height() * image.width();
    double opaque = type.isInteger() ? type.max() : 1;
    int count = alpha == null ? samples : samples - 1;
    ByteBuffer strip = buffer((int) (rowsPerStrip * rowBytes));
    for (int row = 0; row < image.height(); row += rowsPerStrip) {
      strip.clear();
      int end = Math.min(image.height(), row + rowsPerStrip) * image.width();
      for (int pixel = row * image.width(); pixel < end; pixel++) {
        for (int c = 0; c < count; c++) {
          put(strip, plane.get(pixel * image.channels() + page + c));
        }
        if (alpha != null) {
          put(strip, (float) (alpha[opacityAt + pixel] * opaque));
        }
      }
      writeAll(channel, strip, at + row * rowBytes);
    }
  }

  private void put(ByteBuffer strip, float sample) {
    double value = type.stored(sample);
    switch (type) {
      case UINT8, INT8 -> strip.put((byte) (int) value);
      case UINT16, INT16 -> strip.putShort((short) (int) value);
      case UINT32, INT32 -> strip.putInt((int) (long) value);
      case FLOAT32 -> strip.putFloat(sample);
      case FLOAT64 -> strip.putDouble(value);
      default -> throw new IllegalStateException("TIFF of type " + type);
    }
  }

  private TiffFields directory(int page) {
    int strips = (image.height() - 1) / rowsPerStrip + 1;
    int[] offsets = new int[strips];
    int[] lengths = new int[strips];
    for (int i = 0; i < strips; i++) {
      int rows = Math.min(rowsPerStrip, image.height() - i * rowsPerStrip);
      offsets[i] = (int) (HEADER + page * pageBytes() + i * rowsPerStrip * rowBytes);
      lengths[i] = (int) (rows * rowBytes);
    }
    int format = !type.isInteger() ? 3 : type.min() < 0 ? 2 : 1;
    TiffFields fields =
        new TiffFields()
            .integers(TiffDirectory.IMAGE_WIDTH, image.width())
            .integers(TiffDirectory.IMAGE_LENGTH, image.height())
            .shorts(TiffDirectory.BITS_PER_SAMPLE, repeated(type.bits()))
            .shorts(TiffDirectory.COMPRESSION, 1)
            .shorts(TiffDirectory.PHOTOMETRIC, samples < 3 ? TiffPage.BLACK_IS_ZERO : TiffPage.RGB)
            .integers(TiffDirectory.STRIP_OFFSETS, offsets)
            .shorts(TiffDirectory.SAMPLES_PER_PIXEL, samples)
            .integers(TiffDirectory.ROWS_PER_STRIP, rowsPerStrip)
            .integers(TiffDirectory.STRIP_BYTE_COUNTS, lengths)
            .shorts(TiffDirectory.PLANAR_CONFIGURATION, 1)
            .shorts(TiffDirectory.SAMPLE_FORMAT, repeated(format));
    if (alpha != null) {
      fields.shorts(TiffDirectory.EXTRA_SAMPLES, 2);
    }
    Metadata metadata = image.metadata();
    if (metadata.xResolution() > 0 && metadata.yResolution() > 0) {
      fields
          .rational(TiffDirectory.X_RESOLUTION, metadata.xResolution())
          .rational(TiffDirectory.Y_RESOLUTION, metadata.yResolution())
          .shorts(
              TiffDirectory.RESOLUTION_UNIT,
              switch (metadata.unit()) {
                case UNSPECIFIED -> 1;
                case INCH -> 2;
                case CENTIMETRE -> 3;
              });
    }
    String description = page == 0 ? description() : "";
    if (!description.isEmpty()) {
      fields.text(TiffDirectory.IMAGE_DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
    }
    return fields;
  }

  /** The image's own text where that and the number of pages give its axes back. */
  private String description() {
    String text = image.metadata().description();
    boolean plainStack = image.frames() == 1 && channelPages() == 1;
    return plainStack && !ImageJ.wrote(text) && (image.depth() == 1 || !text.isEmpty())
        ? text
        : ImageJ.describe(image, channelPages());
  }

  private int[] repeated(int value) {
    int[] values = new int[samples];
    Arrays.fill(values, value);
    return values;
  }

  private int channelPages() {
    return interleaved ? 1 : image.channels();
  }

  private long pages() {
    return (long) image.frames() * image.depth() * channelPages();
  }

  private long pageBytes() {
    return image.height() * rowBytes;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }
}
