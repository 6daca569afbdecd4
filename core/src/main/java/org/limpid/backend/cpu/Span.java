package org.limpid.backend.cpu;

/**
 * Consecutive numbers.
 *
 * @param from the first
 * @param to behind the last
 */
record Span(int from, int to) {

  /** The i-th of the spans of a length that cover {@code [0, total)}. */
  static Span of(int i, int length, int total) {
    return new Span(i * length, Math.min(i * length + length, total));
  }

  /** How many spans of a length cover {@code [0, total)}. */
  static int count(int length, int total) {
    return (total + length - 1) / length;
  }

  /** How many numbers. */
  int length() {
    return to - from;
  }
}
