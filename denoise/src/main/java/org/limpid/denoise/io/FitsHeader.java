package org.limpid.denoise.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/** The cards of one part of a FITS file, 80 characters each, in blocks of 36. */
final class FitsHeader {
  private static final int CARD = 80;
  private static final int BLOCK = 2880;
  private static final int MAX_BLOCKS = 4096;
  private static final int MAX_PARTS = 1000;

  private final Path file;
  private final Map<String, String> cards = new HashMap<>();

  private FitsHeader(Path file) {
    this.file = file;
  }

  /** The first image; parts before it are passed over. */
  static RawFile.Header parse(Path file, InputStream in) throws IOException {
    String other = "";
    long offset = 0;
    for (int part = 0; part < MAX_PARTS; part++) {
      FitsHeader header = new FitsHeader(file);
      int blocks = header.take(in, part == 0);
      if (blocks == 0) {
        break;
      }
      offset += (long) blocks * BLOCK;
      if (header.isImage()) {
        return header.image(offset);
      }
      if (header.text("ZIMAGE").equals("T")) {
        other = "a compressed image in a table";
      } else if (part > 0 && other.isEmpty()) {
        other = "parts of kind " + header.text("XTENSION");
      }
      offset += header.skip(in);
    }
    throw new ImageFormatException(
        file,
        "holds no plain image" + (other.isEmpty() ? "" : " but " + other + ", which is not read"),
        "Save the image as the first part of a FITS file.");
  }

  /** Number of blocks read; 0 where a further part would begin but nothing follows. */
  private int take(InputStream in, boolean first) throws IOException {
    for (int block = 1; block <= MAX_BLOCKS; block++) {
      byte[] bytes = in.readNBytes(BLOCK);
      if (bytes.length < BLOCK) {
        if (block == 1 && !first) {
          return 0;
        }
        throw new EOFException();
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (block == 1 && !first && !text.startsWith("XTENSION")) {
        return 0;
      }
      for (int at = 0; at < BLOCK; at += CARD) {
        String card = text.substring(at, at + CARD);
        String key = card.substring(0, 8).strip();
        if (key.equals("END")) {
          return block;
        }
        if (card.startsWith("= ", 8)) {
          cards.putIfAbsent(key, value(card.substring(10)));
        }
      }
    }
    throw damaged("its header does not end");
  }

  /** Text between quotes, or what comes before the comment. */
  private static String value(String text) {
    String rest = text.strip();
    if (rest.startsWith("'")) {
      int end = rest.indexOf('\'', 1);
      return (end < 0 ? rest.substring(1) : rest.substring(1, end)).strip();
    }
    int comment = rest.indexOf('/');
    return (comment < 0 ? rest : rest.substring(0, comment)).strip();
  }

  private boolean isImage() throws ImageFormatException {
    boolean kind = text("SIMPLE").equals("T") || text("XTENSION").equals("IMAGE");
    return kind && integer("NAXIS", 0) >= 2 && integer("NAXIS1", 0) > 0;
  }

  private RawFile.Header image(long offset) throws ImageFormatException {
    int axes = (int) Math.min(999, integer("NAXIS", 0));
    int[] size = {1, 1, 1, 1};
    for (int axis = 1; axis <= axes; axis++) {
      long extent = integer("NAXIS" + axis, 0);
      if (extent < 1 || extent > Integer.MAX_VALUE) {
        throw damaged("axis " + axis + " has extent " + extent);
      }
      if (axis <= 4) {
        size[axis - 1] = (int) extent;
      } else if (extent > 1) {
        throw unsupported("an image of " + axes + " axes");
      }
    }
    int bits = (int) integer("BITPIX", 0);
    SampleType stored =
        switch (bits) {
          case 8 -> SampleType.UINT8;
          case 16 -> SampleType.INT16;
          case 32 -> SampleType.INT32;
          case 64 -> SampleType.INT64;
          case -32 -> SampleType.FLOAT32;
          case -64 -> SampleType.FLOAT64;
          default -> throw damaged("its BITPIX is " + bits);
        };
    boolean blank = stored.isInteger() && cards.containsKey("BLANK");
    RawArray.Scaling scaling =
        new RawArray.Scaling(
            real("BSCALE", 1), real("BZERO", 0), blank ? integer("BLANK", 0) : Double.NaN);
    int[] extents = {size[3], size[2], size[1], size[0], 1};
    SampleType type = type(stored, scaling);
    RawArray array =
        new RawArray(
            file,
            offset,
            stored,
            ByteOrder.BIG_ENDIAN,
            extents,
            RawArray.contiguous(extents),
            scaling);
    ImageInfo info =
        new ImageInfo(
            "FITS",
            size[3],
            size[2],
            size[1],
            size[0],
            1,
            false,
            type,
            Math.abs(bits),
            1,
            Metadata.NONE);
    return new RawFile.Header(info, array);
  }

  /** Type of the scaled values: an offset of half the range only turns the sign of integers. */
  private static SampleType type(SampleType stored, RawArray.Scaling scaling) {
    boolean plain = scaling.factor() == 1 && Double.isNaN(scaling.blank());
    if (plain && scaling.zero() == 0) {
      return stored;
    }
    if (plain && stored == SampleType.UINT8 && scaling.zero() == -128) {
      return SampleType.INT8;
    }
    if (plain && stored.isInteger() && scaling.zero() == Math.scalb(0.5, stored.bits())) {
      return switch (stored) {
        case INT16 -> SampleType.UINT16;
        case INT32 -> SampleType.UINT32;
        case INT64 -> SampleType.UINT64;
        default -> SampleType.FLOAT32;
      };
    }
    boolean narrow = stored.bits() <= 16 || stored == SampleType.FLOAT32;
    return narrow ? SampleType.FLOAT32 : SampleType.FLOAT64;
  }

  /** Passes over the data of a part; gives their length with what fills the last block. */
  private long skip(InputStream in) throws IOException {
    double bytes = Math.abs(integer("BITPIX", 8)) / 8.0 * integer("GCOUNT", 1);
    double numbers = integer("NAXIS", 0) > 0 ? 1 : 0;
    for (int axis = 1; axis <= Math.min(999, integer("NAXIS", 0)); axis++) {
      // Random groups have a first axis of 0.
      numbers *= axis == 1 ? Math.max(1, integer("NAXIS1", 0)) : integer("NAXIS" + axis, 0);
    }
    bytes *= integer("PCOUNT", 0) + numbers;
    if (!(bytes >= 0 && bytes < 0x1p62)) {
      throw damaged("a part of it has " + bytes + " bytes");
    }
    long length = ((long) bytes + BLOCK - 1) / BLOCK * BLOCK;
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      // The next part will be missing.
      return length;
    }
    return length;
  }

  private String text(String key) {
    return cards.getOrDefault(key, "");
  }

  private long integer(String key, long otherwise) throws ImageFormatException {
    double value = real(key, otherwise);
    if (value != Math.rint(value)) {
      throw damaged(key + " is " + value);
    }
    return (long) value;
  }

  private double real(String key, double otherwise) throws ImageFormatException {
    String text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text.replace('D', 'E'));
      if (Double.isFinite(value)) {
        return value;
      }
      throw damaged(key + " is " + text);
    } catch (NumberFormatException e) {
      ImageFormatException damaged = damaged(key + " is no number");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private ImageFormatException damaged(String fault) {
    return new ImageFormatException(
        file, "is truncated or damaged: " + fault, "Copy or export it again.");
  }

  private ImageFormatException unsupported(String what) {
    return new ImageFormatException(
        file, "holds " + what + ", which is not read", "Save an image of 2 to 4 axes.");
  }
}
