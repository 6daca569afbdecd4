package org.limpid.backend;

/**
 * Which inputs each output of a sliding window sees: output {@code (d, h, w)} sees inputs {@code
 * (d·stride − padding + i)} for {@code 0 ≤ i < window}, likewise along rows and columns; positions
 * outside the input count as zero in a convolution and are left out in pooling.
 *
 * <p>In a convolution windows may lie wholly outside the input, and inputs may be seen by none; in
 * pooling every window sees at least one input and {@code K = C}.
 *
 * @param input {@code [N, D, H, W, C]}
 * @param output {@code [N, D', H', W', K]}, of the same N
 * @param window extents of the window
 * @param stride steps between outputs, at least 1
 * @param padding positions before the first input, at least 0
 */
public record WindowGeometry(Grid input, Grid output, Size3 window, Size3 stride, Size3 padding) {

  /** As many outputs as inputs, divided by the stride and rounded up; padding goes half before. */
  public static WindowGeometry same(Grid input, int outChannels, Size3 window, Size3 stride) {
    Size3 out =
        new Size3(
            ceilDivide(input.depth(), stride.depth()),
            ceilDivide(input.height(), stride.height()),
            ceilDivide(input.width(), stride.width()));
    Size3 padding =
        new Size3((window.depth() - 1) / 2, (window.height() - 1) / 2, (window.width() - 1) / 2);
    return new WindowGeometry(
        input, input.withSpace(out).withChannels(outChannels), window, stride, padding);
  }

  /**
   * Only windows that lie inside the input: {@code (extent − window) / stride + 1} outputs.
   *
   * @throws IllegalArgumentException if the window is larger than the input
   */
  public static WindowGeometry valid(Grid input, int outChannels, Size3 window, Size3 stride) {
    if (window.depth() > input.depth()
        || window.height() > input.height()
        || window.width() > input.width()) {
      throw new IllegalArgumentException("window " + window + " is larger than input " + input);
    }
    Size3 out =
        new Size3(
            (input.depth() - window.depth()) / stride.depth() + 1,
            (input.height() - window.height()) / stride.height() + 1,
            (input.width() - window.width()) / stride.width() + 1);
    return new WindowGeometry(
        input, input.withSpace(out).withChannels(outChannels), window, stride, new Size3(0, 0, 0));
  }

  private static int ceilDivide(int a, int b) {
    return (a + b - 1) / b;
  }
}
