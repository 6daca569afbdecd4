package org.limpid.denoise.io;

/**
 * Expands LZW as TIFF uses it (TIFF 6.0, section 13): codes of 9 to 12 bits, high bits first,
 * widened one code early; 256 clears the table, 257 ends the data.
 */
final class Lzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int TABLE = 4096;

  private final byte[] from;
  private final byte[] to;

  /** Each string of the table is a string before it and one byte more. */
  private final int[] prefix = new int[TABLE];

  private final byte[] last = new byte[TABLE];
  private final int[] length = new int[TABLE];
  private long bit;
  private int written;

  private Lzw(byte[] from, byte[] to) {
    this.from = from;
    this.to = to;
    for (int i = 0; i < 256; i++) {
      last[i] = (byte) i;
      length[i] = 1;
    }
  }

  /** Bytes written to {@code to}: fewer than its length if the data end early or make no sense. */
  static int expand(byte[] from, byte[] to) {
    Lzw lzw = new Lzw(from, to);
    lzw.run();
    return lzw.written;
  }

  private void run() {
    int next = END + 1;
    int bits = 9;
    int before = CLEAR;
    while (written < to.length) {
      int code = code(bits);
      if (code == END) {
        return;
      }
      if (code == CLEAR) {
        next = END + 1;
        bits = 9;
      } else if (before == CLEAR) {
        if (code > 255) {
          return;
        }
        write(code);
      } else {
        if (code > next) {
          return;
        }
        // A full table stays as it is until it is cleared.
        if (next < TABLE) {
          prefix[next] = before;
          length[next] = length[before] + 1;
          last[next] = first(code == next ? before : code);
          next++;
        }
        write(code);
        bits = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
      }
      before = code;
    }
  }

  private int code(int bits) {
    if (bit + bits > 8L * from.length) {
      return END;
    }
    int at = (int) (bit >> 3);
    int window = 0;
    for (int i = 0; i < 3; i++) {
      window = window << 8 | (at + i < from.length ? from[at + i] & 0xff : 0);
    }
    int code = window >> 24 - bits - (int) (bit & 7) & (1 << bits) - 1;
    bit += bits;
    return code;
  }

  private byte first(int code) {
    int at = code;
    while (length[at] > 1) {
      at = prefix[at];
    }
    return last[at];
  }

  /** Strings are known from their end, so they are written backwards. */
  private void write(int code) {
    int end = written + length[code];
    int at = code;
    for (int i = end - 1; i >= written; i--) {
      if (i < to.length) {
        to[i] = last[at];
      }
      at = prefix[at];
    }
    written = Math.min(end, to.length);
  }
}
