package org.limpid.denoise.io;

import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How the blocks of a TIFF page are compressed. */
enum TiffCompression {
  /** Not at all. */
  NONE("no", 1) {
    @Override
    int expand(byte[] from, byte[] to) {
      System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
      return from.length;
    }
  },
  /** Lempel, Ziv and Welch with codes of 9 to 12 bits, high bits first (TIFF 6.0, section 13). */
  LZW("LZW", 4096) {
    @Override
    int expand(byte[] from, byte[] to) {
      return Lzw.expand(from, to);
    }
  },
  /** Zlib streams. */
  DEFLATE("deflate", 1032) {
    @Override
    int expand(byte[] from, byte[] to) throws DataFormatException {
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(from);
        int length = 0;
        while (length < to.length && !inflater.finished()) {
          int more = inflater.inflate(to, length, to.length - length);
          if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
            break;
          }
          length += more;
        }
        return length;
      } finally {
        inflater.end();
      }
    }
  },
  /** Runs of bytes (TIFF 6.0, section 9). */
  PACKBITS("PackBits", 64) {
    @Override
    int expand(byte[] from, byte[] to) {
      int at = 0;
      int i = 0;
      while (i < from.length && at < to.length) {
        int control = from[i++];
        if (control >= 0) {
          int length = Math.min(control + 1, Math.min(from.length - i, to.length - at));
          System.arraycopy(from, i, to, at, length);
          i += control + 1;
          at += length;
        } else if (control != -128 && i < from.length) {
          int end = Math.min(to.length, at + 1 - control);
          Arrays.fill(to, at, end, from[i++]);
          at = end;
        }
      }
      return at;
    }
  },
  /** CCITT's run lengths for black and white, decoded by the JDK. */
  FAX("fax", Integer.MAX_VALUE),
  /** Lossy, decoded by the JDK. */
  JPEG("JPEG", Integer.MAX_VALUE);

  private static final Map<Integer, String> UNREAD =
      Map.ofEntries(
          Map.entry(34661, "JBIG"),
          Map.entry(34676, "SGI LogLuv"),
          Map.entry(34677, "SGI LogLuv"),
          Map.entry(33003, "JPEG 2000"),
          Map.entry(33005, "JPEG 2000"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(34887, "LERC"),
          Map.entry(34925, "LZMA"),
          Map.entry(50000, "Zstandard"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"));

  private final String title;
  private final int maxExpansion;

  TiffCompression(String title, int maxExpansion) {
    this.title = title;
    this.maxExpansion = maxExpansion;
  }

  static TiffCompression of(int code, TiffFault fault) throws ImageFormatException {
    return switch (code) {
      case 1 -> NONE;
      case 2, 3, 4 -> FAX;
      case 5 -> LZW;
      case 6, 7 -> JPEG;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACKBITS;
      default ->
          throw fault.unsupported(
              UNREAD.getOrDefault(code, "unknown") + " compression (" + code + ")");
    };
  }

  String title() {
    return title;
  }

  /** How many times its size a block can grow when expanded, at the very most. */
  int maxExpansion() {
    return maxExpansion;
  }

  boolean decodedHere() {
    return this != FAX && this != JPEG;
  }

  /**
   * Expands a block.
   *
   * @param from stored bytes. Not modified.
   * @param to receives as many bytes as fit. Modified.
   * @return how many bytes there were, at least {@code to.length} if it was filled
   */
  int expand(byte[] from, byte[] to) throws DataFormatException {
    throw new IllegalStateException(title + " blocks are decoded by the JDK");
  }
}
