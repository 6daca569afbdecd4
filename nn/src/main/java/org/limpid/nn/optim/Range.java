package org.limpid.nn.optim;

/** Checks settings, with messages that name them. */
final class Range {

  private Range() {}

  static void atLeastZero(String op, String name, float value) {
    if (!(value >= 0 && value <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          op + ": " + name + " " + value + " (expected: a finite number >= 0)");
    }
  }

  static void aboveZero(String op, String name, float value) {
    if (!(value > 0 && value <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          op + ": " + name + " " + value + " (expected: a finite number > 0)");
    }
  }

  static void share(String op, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          op + ": " + name + " " + value + " (expected: 0 <= " + name + " < 1)");
    }
  }
}
