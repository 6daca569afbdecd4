package org.limpid.denoise.io;

import java.nio.ByteBuffer;

/** Numbers in a decompressed block of a TIFF page. */
final class TiffSamples {
  private final ByteBuffer block;
  private final int bits;
  private final boolean signed;
  private final boolean floating;

  TiffSamples(ByteBuffer block, TiffPage page) {
    this.block = block;
    bits = page.bits();
    signed = page.type().min() < 0;
    floating = !page.type().isInteger();
  }

  /** The number that begins at a bit of the block, which a number of whole bytes does at a byte. */
  double at(long bit) {
    int at = (int) (bit >> 3);
    return switch (bits) {
      case 8 -> signed ? block.get(at) : block.get(at) & 0xff;
      case 16 -> {
        short number = block.getShort(at);
        yield floating ? half(number) : signed ? number : number & 0xffff;
      }
      case 32 -> {
        int number = block.getInt(at);
        yield floating ? Float.intBitsToFloat(number) : signed ? number : number & 0xffffffffL;
      }
      case 64 -> block.getDouble(at);
      default -> packed(bit);
    };
  }

  /** Samples of odd sizes follow each other without gaps, high bits first in either byte order. */
  private int packed(long bit) {
    int number = 0;
    for (long i = bit; i < bit + bits; i++) {
      number = number << 1 | block.get((int) (i >> 3)) >> 7 - (int) (i & 7) & 1;
    }
    return number;
  }

  /** IEEE 754 binary16; Java has a method for it from 20 on. */
  private static double half(short number) {
    int exponent = number >> 10 & 31;
    int fraction = number & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (1024 + fraction) * (double) (1 << exponent) * 0x1p-25;
        };
    return number < 0 ? -magnitude : magnitude;
  }
}
