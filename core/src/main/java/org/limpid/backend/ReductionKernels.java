package org.limpid.backend;

/** Sums along an axis, in an order that depends on the shape only, and the adjoint of a sum. */
public interface ReductionKernels {

  /**
   * {@code y[o, i] = Σ over l of x[o, l, i]}, 0 for length 0.
   *
   * <p>The error stays below 3e-6 of {@code Σ |x|} even for millions of terms: added in double
   * precision, or in a tree, never one by one in float32. The same holds for the sums in losses and
   * batch normalisation.
   *
   * @param axis how {@code x} is seen
   * @param x {@code [outer, length, inner]}. Not modified.
   * @param y {@code [outer, inner]}. Modified.
   */
  void sum(AxisGeometry axis, Storage x, Storage y);

  /**
   * {@code y[o, l, i] = x[o, i]}: repeats along the axis.
   *
   * @param axis how {@code y} is seen
   * @param x {@code [outer, inner]}. Not modified.
   * @param y {@code [outer, length, inner]}. Modified.
   */
  void repeat(AxisGeometry axis, Storage x, Storage y);
}
