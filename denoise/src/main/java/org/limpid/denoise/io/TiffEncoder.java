package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;

/**
 * Writes a TIFF or BigTIFF file band by band: the pixels of all pages, then their directories.
 * Three channels are interleaved as colours, unless the image came as a stack of channels; other
 * channels become pages of their own. Where the number of pages alone does not tell the axes, an
 * ImageJ description does. The byte order is that of the file the image came from, else little
 * endian.
 */
final class TiffEncoder {
  private static final int MAX_ROW_BYTES = 1 << 30;

  /** What the directories may take beside the pixels for all offsets to fit 32 bits. */
  private static final long DIRECTORY_BYTES = 1 << 26;

  private final Image image;
  private final SampleType type;
  private final TiffLayout layout;
  private final TiffCompression compression;
  private final int predictor;
  private final ByteOrder order;
  private final boolean big;
  private final Map<String, String> kept;

  /** Where each block of each page lies, and how long it is. */
  private final long[][] offsets;

  private final long[][] lengths;
  private long end;

  private TiffEncoder(Image image, Path target, TiffOptions options) throws ImageFormatException {
    this.image = image;
    type = image.type();
    layout = TiffLayout.of(image, options);
    check(target);
    compression = TiffCompression.valueOf(options.compression().name());
    predictor = !options.predict() ? 1 : type.isInteger() ? 2 : 3;
    kept = image.metadata().kept();
    boolean bigEndian = kept.getOrDefault(TiffKept.ORDER, "").equals("big");
    order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    // Compressed data may grow a little.
    double bytes = 1.02 * layout.pages() * layout.pageBytes() + DIRECTORY_BYTES;
    big = options.big() || bytes > 0xffffffffL;
    offsets = new long[layout.pages()][layout.blocks()];
    lengths = new long[layout.pages()][layout.blocks()];
  }

  static void write(Image image, Path target, Path temporary, TiffOptions options)
      throws IOException {
    TiffEncoder encoder = new TiffEncoder(image, target, options);
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      encoder.write(channel, target);
    }
  }

  private void check(Path target) throws ImageFormatException {
    if (image.hasAlpha() && !layout.interleaved()) {
      throw new ImageFormatException(
          target,
          "opacity is written beside 1 or 3 channels, the image has " + image.channels(),
          "Write its channels to separate files.");
    }
    if (layout.rowBytes() > MAX_ROW_BYTES) {
      throw new ImageFormatException(
          target, "has rows of more than 1 GB", "Split the image into several files.");
    }
  }

  private void write(FileChannel channel, Path target) throws IOException {
    int header = big ? 16 : 8;
    end = header;
    Bands.of(
        image,
        target,
        layout.blockHeight(),
        (frame, slice, y, rows, samples, alpha) -> {
          int first = (frame * image.depth() + slice) * layout.channelPages();
          for (int row = y; row < y + rows; row += layout.blockHeight()) {
            for (int page = 0; page < layout.channelPages(); page++) {
              blocks(channel, header, first + page, page, row, row - y, rows, samples, alpha);
            }
          }
        });
    if (compression == TiffCompression.NONE) {
      end = header + layout.pages() * layout.pageBytes();
    }
    // Offsets of fields are even.
    long directories = end + (end & 1);
    long at = directories;
    for (int page = 0; page < layout.pages(); page++) {
      ByteBuffer directory = directory(page).at(at, page + 1 < layout.pages());
      RawFile.writeAll(channel, directory.flip(), at);
      at += directory.limit();
    }
    RawFile.writeAll(channel, header(header, directories).flip(), 0);
  }

  private ByteBuffer header(int length, long directories) {
    byte mark = (byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I');
    ByteBuffer bytes = ByteBuffer.allocate(length).order(order).put(mark).put(mark);
    return big
        ? bytes.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(directories)
        : bytes.putShort((short) 42).putInt((int) directories);
  }

  /** Writes a row of blocks of a page. */
  private void blocks(
      FileChannel channel,
      int header,
      int page,
      int channelPage,
      int y,
      int bandRow,
      int bandRows,
      float[] samples,
      float[] alpha)
      throws IOException {
    int down = y / layout.blockHeight();
    int rows = Math.min(layout.blockHeight(), bandRows - bandRow);
    for (int plane = 0; plane < layout.planes(); plane++) {
      for (int across = 0; across < layout.across(); across++) {
        int block = (plane * layout.down() + down) * layout.across() + across;
        byte[] raw =
            raw(plane, channelPage, across, bandRow, rows, layout.rows(down), samples, alpha);
        byte[] stored = compression.compress(raw, (int) layout.rowBytes());
        boolean fixed = compression == TiffCompression.NONE;
        long at = fixed ? header + page * layout.pageBytes() + layout.offset(block) : end;
        RawFile.writeAll(channel, ByteBuffer.wrap(stored), at);
        offsets[page][block] = at;
        lengths[page][block] = stored.length;
        end += stored.length;
      }
    }
  }

  /** Bytes of a block; beyond the edges of the image they are zero. */
  private byte[] raw(
      int plane,
      int channelPage,
      int across,
      int bandRow,
      int rows,
      int storedRows,
      float[] samples,
      float[] alpha) {
    int width = layout.blockWidth();
    int together = layout.together();
    int left = across * width;
    int columns = Math.min(width, image.width() - left);
    int colours = layout.samples() - (alpha.length > 0 ? 1 : 0);
    double opaque = type.isInteger() ? type.max() : 1;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(layout.rowBytes() * storedRows)).order(order);
    float[] line = new float[columns * together];
    for (int row = 0; row < rows; row++) {
      int pixel = (bandRow + row) * image.width() + left;
      for (int s = 0; s < together; s++) {
        int sample = plane + s;
        for (int x = 0; x < columns; x++) {
          line[x * together + s] =
              sample < colours
                  ? samples[(pixel + x) * image.channels() + channelPage + sample]
                  : (float) (alpha[pixel + x] * opaque);
        }
      }
      bytes.position((int) (row * layout.rowBytes()));
      SampleBytes.put(line, 0, line.length, type, bytes);
    }
    TiffPredictor.apply(predictor, bytes, (int) layout.rowBytes(), type.bits(), together);
    return bytes.array();
  }

  private TiffFields directory(int page) {
    int format = !type.isInteger() ? 3 : type.min() < 0 ? 2 : 1;
    boolean tiled = layout.tiled();
    TiffFields fields =
        new TiffFields(order, big)
            .integers(TiffDirectory.IMAGE_WIDTH, image.width())
            .integers(TiffDirectory.IMAGE_LENGTH, image.height())
            .shorts(TiffDirectory.BITS_PER_SAMPLE, repeated(type.bits()))
            .shorts(TiffDirectory.COMPRESSION, compression.code())
            .shorts(TiffDirectory.PHOTOMETRIC, layout.photometric())
            .shorts(TiffDirectory.SAMPLES_PER_PIXEL, layout.samples())
            .shorts(TiffDirectory.PLANAR_CONFIGURATION, layout.planes() > 1 ? 2 : 1)
            .shorts(TiffDirectory.SAMPLE_FORMAT, repeated(format))
            .integers(
                tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS, offsets[page])
            .integers(
                tiled ? TiffDirectory.TILE_BYTE_COUNTS : TiffDirectory.STRIP_BYTE_COUNTS,
                lengths[page]);
    if (tiled) {
      fields
          .integers(TiffDirectory.TILE_WIDTH, layout.blockWidth())
          .integers(TiffDirectory.TILE_LENGTH, layout.blockHeight());
    } else {
      fields.integers(TiffDirectory.ROWS_PER_STRIP, layout.blockHeight());
    }
    if (predictor > 1) {
      fields.shorts(TiffDirectory.PREDICTOR, predictor);
    }
    if (image.hasAlpha()) {
      fields.shorts(TiffDirectory.EXTRA_SAMPLES, 2);
    }
    if (layout.photometric() == TiffPage.PALETTE) {
      TiffKept.addPalette(kept, fields);
    }
    resolution(fields);
    if (page == 0) {
      String description = description();
      if (!description.isEmpty()) {
        fields.text(TiffDirectory.IMAGE_DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
      }
      TiffKept.add(kept, fields);
    }
    return fields;
  }

  private void resolution(TiffFields fields) {
    Metadata metadata = image.metadata();
    PixelSize size = metadata.pixelSize();
    boolean given = metadata.xResolution() > 0 && metadata.yResolution() > 0;
    if (given || size.isKnown()) {
      fields
          .rational(TiffDirectory.X_RESOLUTION, given ? metadata.xResolution() : 1 / size.x())
          .rational(TiffDirectory.Y_RESOLUTION, given ? metadata.yResolution() : 1 / size.y())
          .shorts(
              TiffDirectory.RESOLUTION_UNIT,
              switch (metadata.unit()) {
                case UNSPECIFIED -> 1;
                case INCH -> 2;
                case CENTIMETRE -> 3;
              });
    }
  }

  /** The image's own text where that and the number of pages give its axes back. */
  private String description() {
    Metadata metadata = image.metadata();
    String text = metadata.description();
    if (Ome.wrote(text) && Ome.parse(text).isPresent()) {
      return Ome.describe(image, text, layout.pages(), order == ByteOrder.BIG_ENDIAN);
    }
    boolean plainStack = image.frames() == 1 && layout.channelPages() == 1;
    boolean told = plainStack && (image.depth() == 1 || !text.isEmpty());
    boolean sized = metadata.xResolution() == 0 && metadata.pixelSize().isKnown();
    return told && !ImageJ.wrote(text) && !sized
        ? text
        : ImageJ.describe(image, layout.channelPages());
  }

  private int[] repeated(int value) {
    int[] values = new int[layout.samples()];
    Arrays.fill(values, value);
    return values;
  }
}
