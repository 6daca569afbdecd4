package org.limpid.denoise.io;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Compresses as {@link Lzw} expands. */
final class LzwEncoder {
  private static final int CLEAR = 256;
  private static final int END = 257;

  /** With this code the table is cleared, one before it is full. */
  private static final int LAST = 4094;

  /** A prime well above the number of codes, so that places are found soon. */
  private static final int PLACES = 9001;

  /** Strings known so far: code of all but the last byte, and that byte; then their codes. */
  private final int[] strings = new int[PLACES];

  private final short[] codes = new short[PLACES];
  private final ByteArrayOutputStream to;
  private int next = END + 1;
  private int bits = 9;
  private int pending;
  private int pendingBits;

  private LzwEncoder(int capacity) {
    to = new ByteArrayOutputStream(capacity);
    Arrays.fill(strings, -1);
  }

  static byte[] compress(byte[] from) {
    LzwEncoder encoder = new LzwEncoder(from.length / 2 + 64);
    encoder.run(from);
    return encoder.to.toByteArray();
  }

  private void run(byte[] from) {
    put(CLEAR);
    int known = -1;
    for (byte b : from) {
      int last = b & 0xff;
      if (known < 0) {
        known = last;
        continue;
      }
      int string = known << 8 | last;
      int place = place(string);
      if (strings[place] == string) {
        known = codes[place];
        continue;
      }
      put(known);
      strings[place] = string;
      codes[place] = (short) next;
      grow();
      known = last;
    }
    if (known >= 0) {
      put(known);
      grow();
    }
    put(END);
    if (pendingBits > 0) {
      to.write(pending << 8 - pendingBits);
    }
  }

  private int place(int string) {
    int place = string % PLACES;
    while (strings[place] >= 0 && strings[place] != string) {
      place = place == 0 ? PLACES - 1 : place - 1;
    }
    return place;
  }

  /** Counts a new string; codes become wider, or begin anew, one string early. */
  private void grow() {
    if (next == LAST) {
      put(CLEAR);
      Arrays.fill(strings, -1);
      next = END + 1;
      bits = 9;
      return;
    }
    if (next == 511 || next == 1023 || next == 2047) {
      bits++;
    }
    next++;
  }

  private void put(int code) {
    pending = pending << bits | code;
    pendingBits += bits;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      to.write(pending >> pendingBits);
      pending &= (1 << pendingBits) - 1;
    }
  }
}
