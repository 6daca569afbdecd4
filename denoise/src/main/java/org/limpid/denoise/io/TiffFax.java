package org.limpid.denoise.io;

import java.util.Arrays;

/**
 * Expands CCITT's run lengths for black and white (ITU-T T.4 and T.6; TIFF 6.0, sections 10 and
 * 11): rows by themselves, or told by how they differ from the row above.
 */
final class TiffFax {
  /** Codes of runs of 0 to 63 pixels, then of 64, 128, ... 1728. */
  private static final String WHITE =
      "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100"
          + " 110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011"
          + " 0010011 0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011"
          + " 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100"
          + " 00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101"
          + " 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010"
          + " 00110011 00110100"
          + " 11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111"
          + " 011001100 011001101 011010010 011010011 011010100 011010101 011010110 011010111"
          + " 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000"
          + " 010011011";

  private static final String BLACK =
      "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100"
          + " 00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000"
          + " 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011"
          + " 000011001100 000011001101 000001101000 000001101001 000001101010 000001101011"
          + " 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111"
          + " 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101"
          + " 000001010110 000001010111 000001100100 000001100101 000001010010 000001010011"
          + " 000000100100 000000110111 000000111000 000000100111 000000101000 000001011000"
          + " 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111"
          + " 0000001111 000011001000 000011001001 000001011011 000000110011 000000110100"
          + " 000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100"
          + " 0000001001101 0000001110010 0000001110011 0000001110100 0000001110101 0000001110110"
          + " 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010"
          + " 0000001011011 0000001100100 0000001100101";

  /** Codes of 1792, 1856, ... 2560 pixels of either colour. */
  private static final String LONG =
      "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101"
          + " 000000010110 000000010111 000000011100 000000011101 000000011110 000000011111";

  /** Codes of pass, horizontal, and vertical -3 to 3. */
  private static final String MODES = "0001 001 0000010 000010 010 1 011 000011 0000011";

  private static final int PASS = 0;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 5;
  private static final int LONGEST = 13;
  private static final short[] WHITE_RUNS = runs(WHITE);
  private static final short[] BLACK_RUNS = runs(BLACK);
  private static final short[] MODE_CODES = table(MODES.split(" "), new short[1 << 8]);

  private final byte[] from;
  private final int width;
  private long bit;

  /** Where colours change in the row above and in this one: white to black first. */
  private int[] above;

  private int[] changes;
  private int aboveCount;
  private int count;

  private TiffFax(byte[] from, int width) {
    this.from = from;
    this.width = width;
    above = new int[Math.min(width, 1 << 16) + 3];
    changes = new int[above.length];
  }

  /**
   * Expands rows.
   *
   * @param code compression as TIFF numbers it: 2 (rows begin at bytes), 3 (T.4) or 4 (T.6)
   * @param twoDimensional whether T.4 rows may refer to the row above
   * @param to rows of {@code (width + 7) / 8} bytes, black as 1. Modified.
   * @return whether the data gave all rows
   */
  static boolean expand(byte[] from, byte[] to, int width, int code, boolean twoDimensional) {
    TiffFax fax = new TiffFax(from, width);
    int rowBytes = (width + 7) / 8;
    for (int row = 0; row < to.length / rowBytes; row++) {
      if (!fax.row(code, twoDimensional)) {
        return false;
      }
      fax.paint(to, row * rowBytes);
      int[] old = fax.above;
      fax.above = fax.changes;
      fax.aboveCount = fax.count;
      fax.changes = old;
    }
    return true;
  }

  private boolean row(int code, boolean twoDimensional) {
    count = 0;
    if (code == 4) {
      return differences();
    }
    if (code == 2) {
      bit = bit + 7 & ~7L;
      return alternate();
    }
    boolean marked = endOfLine();
    boolean alone = !(twoDimensional && marked) || bit() == 1;
    return alone ? alternate() : differences();
  }

  /** Passes over eleven zeros or more and a one, if they follow. */
  private boolean endOfLine() {
    long start = bit;
    int zeros = 0;
    int next = bit();
    while (next == 0) {
      zeros++;
      next = bit();
    }
    if (next == 1 && zeros >= 11) {
      return true;
    }
    bit = start;
    return false;
  }

  /** A row as runs of white and black in turn. */
  private boolean alternate() {
    boolean white = true;
    for (long at = 0; at < width; white = !white) {
      int run = run(white);
      at += run;
      if (run < 0 || at > width) {
        return false;
      }
      add((int) at);
    }
    return true;
  }

  /** A row as changes relative to those of the row above. */
  private boolean differences() {
    int at = -1;
    boolean white = true;
    int next = 0;
    while (at < width) {
      while (next < aboveCount && above[next] <= at) {
        next++;
      }
      int first = (next & 1) == (white ? 0 : 1) ? next : next + 1;
      int b1 = first < aboveCount ? above[first] : width;
      int b2 = first + 1 < aboveCount ? above[first + 1] : width;
      int mode = code(MODE_CODES, 7);
      if (mode < 0) {
        return false;
      }
      if (mode == PASS) {
        at = b2;
      } else if (mode == HORIZONTAL) {
        long one = run(white);
        long two = one < 0 ? -1 : run(!white);
        if (two < 0 || Math.max(0, at) + one + two > width) {
          return false;
        }
        add((int) (Math.max(0, at) + one));
        at = (int) (Math.max(0, at) + one + two);
        add(at);
      } else {
        int to = b1 + mode - VERTICAL;
        if (to < Math.max(0, at) || to > width) {
          return false;
        }
        add(to);
        at = to;
        white = !white;
      }
    }
    return true;
  }

  private void add(int change) {
    if (count == changes.length) {
      changes = Arrays.copyOf(changes, 2 * count);
    }
    changes[count++] = change;
  }

  private int run(boolean white) {
    int total = 0;
    while (true) {
      int run = code(white ? WHITE_RUNS : BLACK_RUNS, LONGEST);
      total += run;
      if (run < 64) {
        return run < 0 || total > width ? -1 : total;
      }
      if (total > width) {
        return -1;
      }
    }
  }

  private int code(short[] table, int longest) {
    int code = 1;
    for (int length = 1; length <= longest; length++) {
      int next = bit();
      if (next < 0) {
        return -1;
      }
      code = code << 1 | next;
      if (table[code] >= 0) {
        return table[code];
      }
    }
    return -1;
  }

  /** Next bit; -1 at the end. */
  private int bit() {
    int at = (int) (bit >> 3);
    if (at >= from.length) {
      return -1;
    }
    return from[at] >> 7 - (int) (bit++ & 7) & 1;
  }

  private void paint(byte[] to, int offset) {
    for (int i = 0; i < count; i += 2) {
      int end = i + 1 < count ? changes[i + 1] : width;
      for (int x = changes[i]; x < end; x++) {
        to[offset + (x >> 3)] |= (byte) (0x80 >> (x & 7));
      }
    }
  }

  private static short[] runs(String codes) {
    short[] table = table(codes.split(" "), new short[1 << LONGEST + 1]);
    for (int i = 0; i < table.length; i++) {
      table[i] = table[i] > 63 ? (short) (64 * (table[i] - 63)) : table[i];
    }
    String[] longer = LONG.split(" ");
    for (int i = 0; i < longer.length; i++) {
      table[Integer.parseInt("1" + longer[i], 2)] = (short) (1792 + 64 * i);
    }
    return table;
  }

  /** Numbers of codes, each found under its bits behind a leading one. */
  private static short[] table(String[] codes, short[] table) {
    Arrays.fill(table, (short) -1);
    for (int i = 0; i < codes.length; i++) {
      table[Integer.parseInt("1" + codes[i], 2)] = (short) i;
    }
    return table;
  }
}
