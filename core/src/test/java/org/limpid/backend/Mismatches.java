package org.limpid.backend;

/** Compares float32 results with expected ones in double precision. */
final class Mismatches {

  private static final int SHOWN = 5;

  private Mismatches() {}

  /**
   * Allows the absolute error plus 2e-6 of the expected value; none if it is negative.
   *
   * @throws AssertionError that counts the mismatches and lists the first
   */
  static void check(String name, double[] expected, float[] actual, double absolute) {
    StringBuilder shown = new StringBuilder();
    int count = 0;
    for (int i = 0; i < expected.length; i++) {
      double tolerance = absolute < 0 ? 0 : absolute + 2e-6 * Math.abs(expected[i]);
      if (!matches(expected[i], actual[i], tolerance)) {
        if (count++ < SHOWN) {
          shown.append(
              String.format(
                  "%n  [%d] is %s (expected: %s, error allowed: %.1e)",
                  i, actual[i], expected[i], tolerance));
        }
      }
    }
    if (count > 0) {
      throw new AssertionError(
          name + " is wrong in " + count + " of " + expected.length + " elements:" + shown);
    }
  }

  private static boolean matches(double expected, float actual, double tolerance) {
    float rounded = (float) expected;
    if (Float.isNaN(rounded) || Float.isInfinite(rounded) || tolerance == 0) {
      return Float.compare(rounded + 0f, actual + 0f) == 0;
    }
    return Math.abs(actual - expected) <= tolerance;
  }
}
