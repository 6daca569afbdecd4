package org.limpid.backend.cpu;

/** Room for partial sums in double precision; a {@link Reserve} keeps it from kernel to kernel. */
final class PartialSums {

  private double[] sums = {};

  /** At least so many numbers of undefined contents. */
  double[] of(int count) {
    if (sums.length < count) {
      sums = new double[count];
    }
    return sums;
  }
}
