package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one page of a TIFF file (TIFF 6.0, section 2). Reading checks that these fields lie
 * inside the file and that the chain of pages ends, so that whoever decodes the page afterwards
 * meets no false length and no loop.
 */
final class TiffDirectory {
  static final int NEW_SUBFILE_TYPE = 254;
  static final int IMAGE_WIDTH = 256;
  static final int IMAGE_LENGTH = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int FILL_ORDER = 266;
  static final int IMAGE_DESCRIPTION = 270;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int X_RESOLUTION = 282;
  static final int Y_RESOLUTION = 283;
  static final int PLANAR_CONFIGURATION = 284;
  static final int RESOLUTION_UNIT = 296;
  static final int PREDICTOR = 317;
  static final int COLOR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_LENGTH = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;

  /** Bytes of a value of field type 1 to 13: byte, ascii, short, long, rational, ... ifd. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private static final int ENTRY = 12;
  private static final int MAX_PAGES = 1 << 20;

  /** Other fields are passed over: some are large, and damage in them harms no pixel. */
  private static final Set<Integer> READ =
      Set.of(
          NEW_SUBFILE_TYPE,
          IMAGE_WIDTH,
          IMAGE_LENGTH,
          BITS_PER_SAMPLE,
          COMPRESSION,
          PHOTOMETRIC,
          FILL_ORDER,
          IMAGE_DESCRIPTION,
          STRIP_OFFSETS,
          SAMPLES_PER_PIXEL,
          ROWS_PER_STRIP,
          STRIP_BYTE_COUNTS,
          X_RESOLUTION,
          Y_RESOLUTION,
          PLANAR_CONFIGURATION,
          RESOLUTION_UNIT,
          PREDICTOR,
          COLOR_MAP,
          TILE_WIDTH,
          TILE_LENGTH,
          TILE_OFFSETS,
          TILE_BYTE_COUNTS,
          EXTRA_SAMPLES,
          SAMPLE_FORMAT);

  private record Field(int type, long count, ByteBuffer values) {}

  private final Map<Integer, Field> fields = new HashMap<>();

  private final ByteOrder order;

  private TiffDirectory(ByteOrder order) {
    this.order = order;
  }

  /** All pages of a file, in order. */
  static List<TiffDirectory> readAll(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Reader(file, channel).readAll();
    }
  }

  ByteOrder order() {
    return order;
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** Number of values of a field, 0 without it. */
  long count(int tag) {
    Field field = fields.get(tag);
    return field == null ? 0 : field.count;
  }

  /** First value of a field of whole numbers. */
  long integer(int tag, long otherwise) {
    return count(tag) == 0 ? otherwise : integerAt(tag, 0);
  }

  /** One value of a field of whole numbers, taken as unsigned. */
  long integerAt(int tag, int index) {
    Field field = field(tag);
    ByteBuffer v = field.values;
    return switch (SIZES[field.type]) {
      case 1 -> v.get(index) & 0xff;
      case 2 -> v.getShort(2 * index) & 0xffff;
      case 4 -> v.getInt(4 * index) & 0xffffffffL;
      default -> 0;
    };
  }

  /** First value of a field of rationals, 0 where it is missing or no finite number. */
  double rational(int tag) {
    Field field = fields.get(tag);
    if (field == null || field.type != 5 || field.count == 0) {
      return 0;
    }
    double denominator = field.values.getInt(4) & 0xffffffffL;
    return denominator == 0 ? 0 : (field.values.getInt(0) & 0xffffffffL) / denominator;
  }

  /** A text field without its final zero, as UTF-8 where it is that, else Latin-1; or empty. */
  String text(int tag) {
    Field field = fields.get(tag);
    if (field == null || field.type != 2) {
      return "";
    }
    ByteBuffer bytes = field.values.duplicate();
    while (bytes.hasRemaining() && bytes.get(bytes.limit() - 1) == 0) {
      bytes.limit(bytes.limit() - 1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  private Field field(int tag) {
    Field field = fields.get(tag);
    if (field == null) {
      throw new IllegalStateException("TIFF field " + tag + " is missing");
    }
    return field;
  }

  /** The walk through one file. */
  private static final class Reader {
    private final Path file;
    private final FileChannel channel;
    private final long size;
    private ByteOrder order = ByteOrder.BIG_ENDIAN;

    Reader(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.size = channel.size();
    }

    List<TiffDirectory> readAll() throws IOException {
      ByteBuffer header = bytes(0, 8, "its header");
      order = header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      header.order(order);
      if (header.getShort(2) == 43) {
        throw new ImageFormatException(
            file,
            "is a BigTIFF file, which is not read yet",
            "Save it as a classic TIFF (below 4 GB).");
      }
      List<TiffDirectory> pages = new ArrayList<>();
      Set<Long> seen = new HashSet<>();
      long offset = header.getInt(4) & 0xffffffffL;
      while (offset != 0) {
        if (!seen.add(offset) || pages.size() == MAX_PAGES) {
          throw damaged("its chain of pages runs in a circle");
        }
        ByteBuffer count = bytes(offset, 2, "page " + (pages.size() + 1));
        int entries = count.getShort(0) & 0xffff;
        ByteBuffer table =
            bytes(offset + 2, ENTRY * entries + 4, "the field list of page " + (pages.size() + 1));
        pages.add(directory(table, entries));
        offset = table.getInt(ENTRY * entries) & 0xffffffffL;
      }
      if (pages.isEmpty()) {
        throw damaged("it holds no page");
      }
      return pages;
    }

    private TiffDirectory directory(ByteBuffer table, int entries) throws IOException {
      TiffDirectory directory = new TiffDirectory(order);
      for (int i = 0; i < entries; i++) {
        int at = ENTRY * i;
        int tag = table.getShort(at) & 0xffff;
        int type = table.getShort(at + 2) & 0xffff;
        long count = table.getInt(at + 4) & 0xffffffffL;
        if (!READ.contains(tag) || type == 0 || type >= SIZES.length) {
          continue;
        }
        long length = count * SIZES[type];
        String what = "field " + tag;
        ByteBuffer values =
            length <= 4
                ? table
                    .duplicate()
                    .order(order)
                    .position(at + 8)
                    .limit(at + 8 + (int) length)
                    .slice()
                : bytes(table.getInt(at + 8) & 0xffffffffL, length, what);
        directory.fields.putIfAbsent(tag, new Field(type, count, values.order(order)));
      }
      return directory;
    }

    private ByteBuffer bytes(long offset, long length, String what) throws IOException {
      if (offset + length > size || length > Integer.MAX_VALUE) {
        throw damaged(what + " lies beyond the end of the file");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length).order(order);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw damaged(what + " could not be read");
        }
      }
      return bytes.flip();
    }

    private ImageFormatException damaged(String fault) {
      return new ImageFormatException(
          file, "is truncated or damaged: " + fault, "Copy or export it again.");
    }
  }
}
