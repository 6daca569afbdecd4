package org.limpid.denoise.io;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** How the blocks of a TIFF page are compressed. */
enum TiffCompression {
  /** Not at all. */
  NONE("no", 1, 1) {
    @Override
    int expand(byte[] from, byte[] to) {
      System.arraycopy(from, 0, to, 0, Math.min(from.length, to.length));
      return from.length;
    }

    @Override
    byte[] compress(byte[] from, int rowBytes) {
      return from;
    }
  },
  /** Lempel, Ziv and Welch with codes of 9 to 12 bits, high bits first (TIFF 6.0, section 13). */
  LZW("LZW", 5, 4096) {
    @Override
    int expand(byte[] from, byte[] to) {
      return Lzw.expand(from, to);
    }

    @Override
    byte[] compress(byte[] from, int rowBytes) {
      return LzwEncoder.compress(from);
    }
  },
  /** Zlib streams. */
  DEFLATE("deflate", 8, 1032) {
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

    @Override
    byte[] compress(byte[] from, int rowBytes) {
      Deflater deflater = new Deflater();
      try {
        deflater.setInput(from);
        deflater.finish();
        ByteArrayOutputStream to = new ByteArrayOutputStream(from.length / 2 + 64);
        byte[] part = new byte[1 << 14];
        while (!deflater.finished()) {
          to.write(part, 0, deflater.deflate(part));
        }
        return to.toByteArray();
      } finally {
        deflater.end();
      }
    }
  },
  /** Runs of bytes (TIFF 6.0, section 9). */
  PACKBITS("PackBits", 32773, 64) {
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

    /** Row by row, as the specification wants it. */
    @Override
    byte[] compress(byte[] from, int rowBytes) {
      ByteArrayOutputStream to = new ByteArrayOutputStream(from.length / 2 + 64);
      for (int row = 0; row < from.length; row += rowBytes) {
        int end = row + rowBytes;
        for (int at = row; at < end; ) {
          int run = run(from, at, end);
          if (run > 1) {
            to.write(1 - run);
            to.write(from[at]);
            at += run;
          } else {
            int first = at;
            while (at < end && at - first < 128 && (run(from, at, end) < 3)) {
              at++;
            }
            to.write(at - first - 1);
            to.write(from, first, at - first);
          }
        }
      }
      return to.toByteArray();
    }
  },
  /**
   * CCITT's run lengths for black and white. A white row may take a single bit whatever its width;
   * believed is what eight white rows of 32768 pixels would take.
   */
  FAX("fax", 4, 1 << 15),
  /** Lossy, decoded by the JDK block by block; 64 samples take a bit, before colours are spread. */
  JPEG("JPEG", 7, 2048),
  /** The JPEG of TIFF 6.0, of which the JDK decodes some, a page at a time. */
  OLD_JPEG("old-style JPEG", 6, 2048);

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
  private final int code;
  private final int maxExpansion;

  TiffCompression(String title, int code, int maxExpansion) {
    this.title = title;
    this.code = code;
    this.maxExpansion = maxExpansion;
  }

  static TiffCompression of(int code, TiffFault fault) throws ImageFormatException {
    return switch (code) {
      case 1 -> NONE;
      case 2, 3, 4 -> FAX;
      case 5 -> LZW;
      case 6 -> OLD_JPEG;
      case 7 -> JPEG;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACKBITS;
      default ->
          throw fault.unsupported(
              UNREAD.getOrDefault(code, "unknown") + " compression (" + code + ")");
    };
  }

  /** What a writer calls it. */
  int code() {
    return code;
  }

  String title() {
    return title;
  }

  /** How many times its size a block can grow when expanded, at the very most. */
  int maxExpansion() {
    return maxExpansion;
  }

  /** Equal bytes from a place on, at most 128. */
  private static int run(byte[] bytes, int at, int end) {
    int run = 1;
    while (run < 128 && at + run < end && bytes[at + run] == bytes[at]) {
      run++;
    }
    return run;
  }

  /**
   * Compresses a block.
   *
   * @param from not modified
   */
  byte[] compress(byte[] from, int rowBytes) {
    throw new IllegalStateException(title + " blocks are not written");
  }

  /**
   * Expands a block.
   *
   * @param from stored bytes. Not modified.
   * @param to receives as many bytes as fit. Modified.
   * @return how many bytes there were, at least {@code to.length} if it was filled
   */
  int expand(byte[] from, byte[] to) throws DataFormatException {
    throw new IllegalStateException(title + " blocks need more than their bytes");
  }
}
