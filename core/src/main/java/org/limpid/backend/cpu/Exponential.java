package org.limpid.backend.cpu;

/**
 * The exponential function and its relatives for float32, in float arithmetic only: the same bits
 * on every machine and virtual machine, and about ten times as fast as {@link StrictMath}.
 *
 * <p>{@code x = n·ln 2 + r} with {@code |r| ≤ ln 2 / 2}; then {@code exp(x) = 2ⁿ·(1 + p)} where
 * {@code p} is the Taylor polynomial of {@code exp(r) − 1} to r⁷, whose remainder is below 6e-9.
 * Errors stay below 2 units in the last place (measured over the range by ExponentialTest).
 */
final class Exponential {

  /** Adding it rounds a small float to an integer, which is then the difference of the bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  private static final float LOG2_E = 1.442695f;

  /**
   * ln 2 in two parts (Cody and Waite 1980); the upper has few bits, so that n times it is exact.
   */
  private static final float LN2_UPPER = 0.693359375f;

  private static final float LN2_LOWER = -2.12194440e-4f;

  private Exponential() {}

  /** e to the x; infinity above 88.73 and 0 below −103.98. */
  static float exp(float x) {
    float bounded = Math.min(Math.max(x, -105f), 89f);
    float shifted = bounded * LOG2_E + ROUNDER;
    float n = shifted - ROUNDER;
    float p = taylor((bounded - n * LN2_UPPER) - n * LN2_LOWER);
    // In two factors, because 2^128 and 2^-127 are no normal floats.
    int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    int half = exponent >> 1;
    float first = powerOfTwo(half);
    return (first + first * p) * powerOfTwo(exponent - half);
  }

  /** {@code exp(x) − 1} for {@code x ≤ 0}, without cancellation near 0. */
  static float expMinusOne(float x) {
    float bounded = Math.max(x, -30f);
    float shifted = bounded * LOG2_E + ROUNDER;
    float n = shifted - ROUNDER;
    float p = taylor((bounded - n * LN2_UPPER) - n * LN2_LOWER);
    float scale = powerOfTwo(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
    return (scale - 1) + scale * p;
  }

  /**
   * {@code log(1 + t)} for {@code 0 ≤ t ≤ 1}: the series of 2·artanh(t / (2 + t)) to its 15th
   * power.
   */
  static float logOnePlus(float t) {
    float s = t / (2 + t);
    float q = s * s;
    float sum =
        1 / 3f
            + q * (1 / 5f + q * (1 / 7f + q * (1 / 9f + q * (1 / 11f + q * (1 / 13f + q / 15f)))));
    return 2 * s + 2 * s * q * sum;
  }

  /** {@code exp(r) − 1}. */
  private static float taylor(float r) {
    float tail = 1 / 24f + r * (1 / 120f + r * (1 / 720f + r * (1 / 5040f)));
    return r + r * r * (0.5f + r * (1 / 6f + r * tail));
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat(exponent + 127 << 23);
  }
}
