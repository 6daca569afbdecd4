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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one page of a TIFF file (TIFF 6.0, section 2) or BigTIFF file. Reading checks that
 * these fields lie inside the file and that the chain of pages ends, so that whoever decodes the
 * page afterwards meets no false length and no loop.
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
  static final int JPEG_TABLES = 347;
  static final int T4_OPTIONS = 292;
  static final int YCBCR_COEFFICIENTS = 529;
  static final int YCBCR_SUBSAMPLING = 530;
  static final int REFERENCE_BLACK_WHITE = 532;

  /** Bytes of a value of field type 1 to 13: byte, ascii, short, long, rational, ... ifd; long8. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  /** Greater than any offset or count, and far enough from overflow. */
  private static final long HUGE = Long.MAX_VALUE / 4;

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
          SAMPLE_FORMAT,
          JPEG_TABLES,
          T4_OPTIONS,
          YCBCR_COEFFICIENTS,
          YCBCR_SUBSAMPLING,
          REFERENCE_BLACK_WHITE);

  /**
   * A field.
   *
   * @param type as TIFF numbers it
   * @param values in the byte order of the file
   */
  record Field(int type, long count, ByteBuffer values) {}

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
      default -> {
        long value = field.type < 16 ? 0 : v.getLong(8 * index);
        yield value < 0 || value > HUGE ? HUGE : value;
      }
    };
  }

  /** First value of a field of rationals, 0 where it is missing or no finite number. */
  double rational(int tag) {
    return rationalAt(tag, 0, 0);
  }

  /** One value of a field of rationals. */
  double rationalAt(int tag, int index, double otherwise) {
    Field field = fields.get(tag);
    if (field == null || field.type != 5 || field.count <= index) {
      return otherwise;
    }
    double denominator = field.values.getInt(8 * index + 4) & 0xffffffffL;
    double numerator = field.values.getInt(8 * index) & 0xffffffffL;
    return denominator == 0 ? otherwise : numerator / denominator;
  }

  /** Bytes of a field; none where it is missing. */
  byte[] bytes(int tag) {
    Field field = fields.get(tag);
    if (field == null) {
      return new byte[0];
    }
    byte[] bytes = new byte[field.values.remaining()];
    field.values.duplicate().get(bytes);
    return bytes;
  }

  /** All fields that were read: of the first page of a file those too that have no use here. */
  Map<Integer, Field> all() {
    return Collections.unmodifiableMap(fields);
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
    private boolean big;

    /** What fields may take in all, lest many of them point to the same bytes. */
    private long room;

    Reader(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.size = channel.size();
      this.room = 2 * size + (1 << 20);
    }

    List<TiffDirectory> readAll() throws IOException {
      ByteBuffer header = bytes(0, 8, "its header");
      order = header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      header.order(order);
      big = header.getShort(2) == 43;
      if (big && (header.getShort(4) != 8 || header.getShort(6) != 0)) {
        throw damaged("its offsets have " + header.getShort(4) + " bytes");
      }
      List<TiffDirectory> pages = new ArrayList<>();
      Set<Long> seen = new HashSet<>();
      long offset = big ? bytes(8, 8, "its header").getLong(0) : header.getInt(4) & 0xffffffffL;
      int entryBytes = big ? 20 : 12;
      int head = big ? 8 : 2;
      while (offset != 0) {
        if (!seen.add(offset) || pages.size() == MAX_PAGES) {
          throw damaged("its chain of pages runs in a circle");
        }
        String page = "page " + (pages.size() + 1);
        ByteBuffer count = bytes(offset, head, page);
        long entries = big ? count.getLong(0) : count.getShort(0) & 0xffff;
        if (entries < 0 || entries > 0xffff) {
          throw damaged(page + " has " + entries + " fields");
        }
        int length = entryBytes * (int) entries;
        ByteBuffer table =
            bytes(offset + head, length + (big ? 8 : 4), "the field list of " + page);
        pages.add(directory(table, (int) entries, pages.isEmpty()));
        offset = big ? table.getLong(length) : table.getInt(length) & 0xffffffffL;
      }
      if (pages.isEmpty()) {
        throw damaged("it holds no page");
      }
      return pages;
    }

    private TiffDirectory directory(ByteBuffer table, int entries, boolean all) throws IOException {
      TiffDirectory directory = new TiffDirectory(order);
      int inside = big ? 8 : 4;
      for (int i = 0; i < entries; i++) {
        int at = (big ? 20 : 12) * i;
        int tag = table.getShort(at) & 0xffff;
        int type = table.getShort(at + 2) & 0xffff;
        long count = big ? table.getLong(at + 4) : table.getInt(at + 4) & 0xffffffffL;
        int values = at + (big ? 12 : 8);
        boolean known = READ.contains(tag);
        if (!(known || all) || type >= SIZES.length || SIZES[type] == 0) {
          continue;
        }
        long length = count < 0 || count > HUGE / 8 ? HUGE : count * SIZES[type];
        long offset = big ? table.getLong(values) : table.getInt(values) & 0xffffffffL;
        boolean outside = length > inside;
        if (outside && !known && !(lies(offset, length) && length <= room)) {
          continue;
        }
        ByteBuffer bytes =
            outside
                ? field(offset, length, "field " + tag)
                : table.duplicate().position(values).limit(values + (int) length).slice();
        directory.fields.putIfAbsent(tag, new Field(type, count, bytes.order(order)));
      }
      return directory;
    }

    private ByteBuffer field(long offset, long length, String what) throws IOException {
      room -= length;
      if (room < 0) {
        throw damaged(what + " and others lie in the same place");
      }
      return bytes(offset, length, what);
    }

    private boolean lies(long offset, long length) {
      return offset >= 0 && length <= size && offset <= size - length;
    }

    private ByteBuffer bytes(long offset, long length, String what) throws IOException {
      if (!lies(offset, length) || length > Integer.MAX_VALUE - 8) {
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
