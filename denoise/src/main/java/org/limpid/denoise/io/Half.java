package org.limpid.denoise.io;

/** IEEE 754 binary16; Java has methods for it from 20 on. */
final class Half {
  private Half() {}

  /** The number that 16 bits stand for; exact. */
  static float toFloat(short half) {
    int exponent = half >> 10 & 31;
    int fraction = half & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> (1024 + fraction) * (float) (1 << exponent) * 0x1p-25f;
        };
    return half < 0 ? -magnitude : magnitude;
  }

  /** The nearest number of 16 bits, the even one of two; infinity from 65520 on. */
  static short of(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return 0x7e00;
    }
    if (magnitude >= 65520) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      // Steps of 2^-24; the largest result, 1024, is the first normal number.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int bits = Float.floatToRawIntBits(magnitude) - (112 << 23);
    int half = bits >> 13;
    int rest = bits & 0x1fff;
    boolean up = rest > 0x1000 || (rest == 0x1000 && (half & 1) == 1);
    return (short) (sign | (up ? half + 1 : half));
  }
}
