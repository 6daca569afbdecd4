package org.limpid.denoise.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in rows of a page. */
final class TiffSamples {
  private TiffSamples() {}

  /**
   * Takes numbers of a row.
   *
   * @param row in the byte order of the page
   * @param at first byte of the row
   * @param bit first bit, counted from there; 0 for numbers of whole bytes
   */
  static void get(ByteBuffer row, TiffPage page, int at, int bit, float[] to, int count) {
    if (page.isWhole()) {
      SampleBytes.get(row.position(at), page.type(), to, 0, count);
    } else if (page.bits() == 24) {
      boolean big = row.order() == ByteOrder.BIG_ENDIAN;
      for (int i = 0; i < count; i++) {
        int first = row.get(at + 3 * i + (big ? 0 : 2)) & 0xff;
        int last = row.get(at + 3 * i + (big ? 2 : 0)) & 0xff;
        to[i] = first << 16 | (row.get(at + 3 * i + 1) & 0xff) << 8 | last;
      }
    } else {
      for (int i = 0; i < count; i++) {
        to[i] = packed(row, 8L * at + bit + (long) i * page.bits(), page.bits());
      }
    }
  }

  /** Numbers of odd sizes follow each other without gaps, high bits first in either byte order. */
  private static float packed(ByteBuffer row, long bit, int bits) {
    long number = 0;
    for (long i = bit; i < bit + bits; i++) {
      number = number << 1 | row.get((int) (i >> 3)) >> 7 - (int) (i & 7) & 1;
    }
    return number;
  }
}
