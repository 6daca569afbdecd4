package org.limpid.backend.cpu;

/**
 * One axis of a correlation: which source positions and which taps of the kernel each target
 * position adds up. Step {@code i} writes position {@code targetStart + i·targetStep} and reads
 * {@code taps} neighbouring positions from {@code sourceStart + i·sourceStep} on, some of which may
 * lie outside the source; the j-th of them meets tap {@code tapStart + j·tapStep}.
 *
 * <p>A convolution is one sweep with target step 1. Its adjoint with stride s falls into s of them:
 * the positions that meet the same taps.
 */
record AxisSweep(
    int count,
    int targetStart,
    int targetStep,
    int sourceStart,
    int sourceStep,
    int taps,
    int tapStart,
    int tapStep) {

  /** From inputs to outputs. */
  static AxisSweep forward(int outputs, int window, int stride, int padding) {
    return new AxisSweep(outputs, 0, 1, -padding, stride, window, 0, 1);
  }

  /**
   * From outputs back to those inputs that meet the taps {@code residue + m·stride}: input {@code
   * i} and tap {@code j} belong to output {@code (i + padding − j) / stride}.
   */
  static AxisSweep backward(int inputs, int window, int stride, int padding, int residue) {
    int first = Math.floorMod(residue - padding, stride);
    int count = first < inputs ? (inputs - first - 1) / stride + 1 : 0;
    int taps = residue < window ? (window - residue - 1) / stride + 1 : 0;
    int output = (first + padding - residue) / stride;
    return new AxisSweep(
        count, first, stride, output - (taps - 1), 1, taps, residue + stride * (taps - 1), -stride);
  }

  /** Position that step {@code i} writes. */
  int target(int i) {
    return targetStart + i * targetStep;
  }

  /** First position that step {@code i} reads; may be negative. */
  int source(int i) {
    return sourceStart + i * sourceStep;
  }

  /** Tap of the kernel that the j-th position read meets. */
  int tap(int j) {
    return tapStart + j * tapStep;
  }

  /** Whether target and source go side by side, every position with three neighbours. */
  boolean isThreeTapUnitStep() {
    return taps == 3 && targetStep == 1 && sourceStep == 1;
  }
}
