package org.limpid.denoise;

import java.util.Locale;

/**
 * Kind of number an image's file holds for each sample.
 *
 * <p>In memory samples are always {@code float}; the type says how a writer stores them. Integers
 * of more than 24 bits and 64-bit floats lose their lowest bits in memory. The ends of 64-bit types
 * are given as the nearest {@code double}; a writer saturates at the exact ones.
 */
public enum SampleType {
  /** Unsigned integers, 0 to 255. */
  UINT8(8, 0, 255),
  /** Signed integers, -128 to 127. */
  INT8(8, -128, 127),
  /** Unsigned integers, 0 to 65535. */
  UINT16(16, 0, 65535),
  /** Signed integers, -32768 to 32767. */
  INT16(16, -32768, 32767),
  /** Unsigned integers, 0 to 4294967295. */
  UINT32(32, 0, 4294967295.0),
  /** Signed integers, -2147483648 to 2147483647. */
  INT32(32, Integer.MIN_VALUE, Integer.MAX_VALUE),
  /** Unsigned integers, 0 to 18446744073709551615. */
  UINT64(64, 0, 0x1p64),
  /** Signed integers, -9223372036854775808 to 9223372036854775807. */
  INT64(64, -0x1p63, 0x1p63),
  /** IEEE 754 binary16. */
  FLOAT16(16, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  /** IEEE 754 binary32. */
  FLOAT32(32, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  /** IEEE 754 binary64. */
  FLOAT64(64, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final int bits;
  private final double min;
  private final double max;

  SampleType(int bits, double min, double max) {
    this.bits = bits;
    this.min = min;
    this.max = max;
  }

  /** Size of one stored sample, in bits. */
  public int bits() {
    return bits;
  }

  /** Whether samples are whole numbers. */
  public boolean isInteger() {
    return Double.isFinite(max);
  }

  /** Smallest value a file can hold; negative infinity for floating-point types. */
  public double min() {
    return min;
  }

  /** Largest value a file can hold; positive infinity for floating-point types. */
  public double max() {
    return max;
  }

  /**
   * The number a writer stores for a sample: for integer types rounded half up, then saturated at
   * {@link #min()} and {@link #max()}; for floating-point types the sample itself, which 16 bits
   * hold rounded.
   *
   * @throws IllegalArgumentException if the sample is NaN and the type an integer one
   */
  public double stored(float sample) {
    if (!isInteger()) {
      return sample;
    }
    if (Float.isNaN(sample)) {
      throw new IllegalArgumentException(
          "SampleType.stored: NaN has no " + this + " value. Use float32.");
    }
    return Math.min(max, Math.max(min, Math.floor(sample + 0.5)));
  }

  /** Name as used in messages and options, such as {@code uint16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
