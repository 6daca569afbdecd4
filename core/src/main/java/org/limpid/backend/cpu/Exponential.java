package org.limpid.backend.cpu;

/**
 * The exponential function and its relatives for float32, in float arithmetic only: the same bits
 * on every machine and virtual machine.
 *
 * <p>{@code x = n·ln 2 + r} with {@code |r| ≤ ln 2 / 2}; then {@code exp(x) = 2ⁿ·(1 + p)} where
 * {@code p} is the Taylor polynomial of {@code exp(r) − 1} to r⁷, whose remainder is below 6e-9.
 * Errors stay below 2 units in the last place (ExponentialTest goes through the range).
 *
 * <p>Functions work on the first elements of an array, in two loops: the polynomial becomes vector
 * instructions, the powers of two, for which C2 on JDK 17 has none, are left for the second. One
 * loop for both takes 4.6 ns for an element, two take 1.
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

  /**
   * e to the x; infinity above 88.73 and 0 below −103.98.
   *
   * @param x replaced by the result. Modified.
   * @param powers scratch memory of the same length. Modified.
   * @param count how many elements
   */
  static void exp(float[] x, float[] powers, int count) {
    reduce(x, powers, -105, 89, count);
    raise(x, powers, count);
  }

  /**
   * {@code exp(x) − 1} without cancellation near 0.
   *
   * @param x at most 0; replaced by the result. Modified.
   * @param powers scratch memory of the same length. Modified.
   * @param count how many elements
   */
  static void expMinusOne(float[] x, float[] powers, int count) {
    reduce(x, powers, -30, 0, count);
    raiseMinusOne(x, powers, count);
  }

  /**
   * {@code log(1 + t)} by the series of 2·artanh(t / (2 + t)) to its 15th power.
   *
   * @param t 0 to 1; replaced by the result. Modified.
   * @param count how many elements
   */
  static void logOnePlus(float[] t, int count) {
    for (int i = 0; i < count; i++) {
      float s = t[i] / (2 + t[i]);
      float q = s * s;
      float high = 1 / 9f + q * (1 / 11f + q * (1 / 13f + q * (1 / 15f)));
      float sum = q * (1 / 3f + q * (1 / 5f + q * (1 / 7f + q * high)));
      t[i] = 2 * s + 2 * s * sum;
    }
  }

  /** Splits x into r and n; replaces it by {@code exp(r) − 1}, and n stands in the powers' bits. */
  private static void reduce(float[] x, float[] powers, float least, float most, int count) {
    for (int i = 0; i < count; i++) {
      float bounded = Math.min(Math.max(x[i], least), most);
      float shifted = bounded * LOG2_E + ROUNDER;
      float n = shifted - ROUNDER;
      float r = (bounded - n * LN2_UPPER) - n * LN2_LOWER;
      float tail = 1 / 24f + r * (1 / 120f + r * (1 / 720f + r * (1 / 5040f)));
      x[i] = r + r * r * (0.5f + r * (1 / 6f + r * tail));
      powers[i] = shifted;
    }
  }

  private static void raise(float[] x, float[] powers, int count) {
    for (int i = 0; i < count; i++) {
      int n = Float.floatToRawIntBits(powers[i]) - ROUNDER_BITS;
      // In two factors, because 2^128 and 2^-127 are no normal floats.
      float first = powerOfTwo(n >> 1);
      x[i] = (first + first * x[i]) * powerOfTwo(n - (n >> 1));
    }
  }

  private static void raiseMinusOne(float[] x, float[] powers, int count) {
    for (int i = 0; i < count; i++) {
      float scale = powerOfTwo(Float.floatToRawIntBits(powers[i]) - ROUNDER_BITS);
      x[i] = (scale - 1) + scale * x[i];
    }
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat(n + 127 << 23);
  }
}
