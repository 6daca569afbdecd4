package org.limpid.denoise.io;

/** Numbers as fractions of 32-bit integers, as TIFF stores resolutions. */
final class Fraction {
  private static final long MAX = 0xffffffffL;

  private Fraction() {}

  /**
   * The simplest fraction that equals a number in double precision, or the closest one that fits;
   * by continued fractions.
   *
   * @param value positive and finite
   * @return numerator and denominator, each at most 4294967295
   */
  static long[] of(double value) {
    if (value >= MAX) {
      return new long[] {MAX, 1};
    }
    if (value * MAX <= 1) {
      return new long[] {1, MAX};
    }
    long[] before = {0, 1};
    long[] now = {1, 0};
    double rest = value;
    while (true) {
      double whole = Math.floor(rest);
      double numerator = whole * now[0] + before[0];
      double denominator = whole * now[1] + before[1];
      if (numerator > MAX || denominator > MAX) {
        return now;
      }
      before = now;
      now = new long[] {(long) numerator, (long) denominator};
      if (numerator / denominator == value || rest == whole) {
        return now;
      }
      rest = 1 / (rest - whole);
    }
  }
}
