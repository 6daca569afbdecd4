package org.limpid.backend;

import org.jspecify.annotations.Nullable;

/**
 * Cross-correlation of a channels-last activation with a kernel, and its two adjoints.
 *
 * <p>Letters: the input is {@code [N, D, H, W, C]}, the output {@code [N, D', H', W', K]}, weights
 * {@code [kD, kH, kW, C, K]}; the geometry's {@code output.channels()} is K. A transposed
 * convolution is {@link #backwardInput} used forwards.
 */
public interface ConvolutionKernels {

  /**
   * {@code y = activation(x ⋆ weight + bias)}.
   *
   * @param g extents, stride and padding
   * @param x {@code [N, D, H, W, C]}. Not modified.
   * @param weight {@code [kD, kH, kW, C, K]}. Not modified.
   * @param bias {@code [K]}, or null for none. Not modified.
   * @param activation applied last
   * @param y {@code [N, D', H', W', K]}. Modified.
   */
  void forward(
      WindowGeometry g,
      Storage x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y);

  /**
   * Gradient with respect to the input: every output's gradient is spread over the inputs it saw.
   *
   * @param g the geometry of {@link #forward}
   * @param weight {@code [kD, kH, kW, C, K]}. Not modified.
   * @param gradY {@code [N, D', H', W', K]}, before any activation. Not modified.
   * @param gradX {@code [N, D, H, W, C]}. Overwritten.
   */
  void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX);

  /**
   * Gradient with respect to weights and bias, summed over pixels and images in a fixed order, off
   * by at most 1e-5 of the sum of absolute values even for a hundred thousand pixels.
   *
   * @param g the geometry of {@link #forward}
   * @param x {@code [N, D, H, W, C]}. Not modified.
   * @param gradY {@code [N, D', H', W', K]}, before any activation. Not modified.
   * @param gradWeight {@code [kD, kH, kW, C, K]}. Overwritten.
   * @param gradBias {@code [K]}, or null if not wanted. Overwritten.
   */
  void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias);
}
