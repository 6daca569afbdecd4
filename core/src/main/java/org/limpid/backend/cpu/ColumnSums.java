package org.limpid.backend.cpu;

/**
 * Sums of the columns of {@code [rows, columns]} matrices in double precision. Eight columns at a
 * time, so that additions do not wait for each other and every cache line is read once or twice.
 */
final class ColumnSums {

  private static final int GROUP = 8;

  private ColumnSums() {}

  /**
   * Sums over rows.
   *
   * @param x where the rows are
   * @param at index of the first column of the first row
   * @param rows how many
   * @param stride elements from one row to the next
   * @param columns how many
   * @param sums overwritten from {@code to} on. Modified.
   * @param to index of the first sum
   */
  static void of(float[] x, int at, int rows, int stride, int columns, double[] sums, int to) {
    if (columns == 1 && stride == 1) {
      sums[to] = contiguous(x, at, rows);
      return;
    }
    int column = 0;
    for (; column + GROUP <= columns; column += GROUP) {
      group(x, at + column, rows, stride, sums, to + column);
    }
    for (; column < columns; column++) {
      sums[to + column] = single(x, at + column, rows, stride);
    }
  }

  private static void group(float[] x, int at, int rows, int stride, double[] sums, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int row = 0; row < rows; row++) {
      int i = at + row * stride;
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
  }

  private static double single(float[] x, int at, int rows, int stride) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += x[at + row * stride];
    }
    return sum;
  }

  private static double contiguous(float[] x, int at, int count) {
    int whole = count / GROUP * GROUP;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int i = at; i < at + whole; i += GROUP) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    double rest = single(x, at + whole, count - whole, 1);
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }
}
