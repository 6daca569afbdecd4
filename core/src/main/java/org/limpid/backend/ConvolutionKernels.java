package org.limpid.backend;

import java.util.List;
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

  /**
   * Some channels of an activation.
   *
   * @param grid their extents: those of the activation or, if each pixel stands for a block of
   *     equal ones, whole fractions of them
   * @param storage {@code [N, D, H, W, C]}
   */
  record Part(Grid grid, Storage storage) {}

  /**
   * Whether an input that lies in parts can be read where it is, as after an upsampling and a
   * concatenation that were never carried out. If not, none of the joined forms must be called.
   *
   * @param g the geometry of the whole input
   * @param parts extents of the parts, whose channels count as lying behind each other
   */
  default boolean joins(WindowGeometry g, List<Grid> parts) {
    return false;
  }

  /**
   * Whether gradients of parts come out summed over repeated rows and columns: with those of the
   * part, and the slices of the input.
   */
  default boolean sumsRepeatedPixels() {
    return false;
  }

  /** As {@link #forward}, of an input in parts. */
  default void forwardJoined(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    throw new UnsupportedOperationException("convolution of parts: not in this backend");
  }

  /**
   * Whether {@link #forwardPointwise} is there for a shape.
   *
   * @param g the geometry of the whole input
   * @param parts as for {@link #joins}, or the whole input alone
   * @param activation of the first convolution
   */
  default boolean fusesPointwise(WindowGeometry g, List<Grid> parts, Activation activation) {
    return false;
  }

  /**
   * As {@link #forwardJoined}, then a convolution of single pixels to one channel; what the first
   * one gives is written nowhere.
   *
   * @param x in parts, or in one piece
   * @param pointWeight {@code [K]}. Not modified.
   * @param pointBias {@code [1]}, or null for none. Not modified.
   * @param y {@code [N, D', H', W', 1]}. Modified.
   */
  default void forwardPointwise(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage pointWeight,
      @Nullable Storage pointBias,
      Storage y) {
    throw new UnsupportedOperationException("two convolutions in one: not in this backend");
  }

  /**
   * As {@link #backwardInput}, of an input in parts.
   *
   * @param gradX one for each part, with the extents of the input, or those that {@link
   *     #sumsRepeatedPixels} says. Overwritten.
   */
  default void backwardInputJoined(
      WindowGeometry g, Storage weight, Storage gradY, List<Part> gradX) {
    throw new UnsupportedOperationException("convolution of parts: not in this backend");
  }

  /** As {@link #backwardWeight}, of an input in parts. */
  default void backwardWeightJoined(
      WindowGeometry g,
      List<Part> x,
      Storage gradY,
      Storage gradWeight,
      @Nullable Storage gradBias) {
    throw new UnsupportedOperationException("convolution of parts: not in this backend");
  }

  /**
   * Both gradients, which may share what they read: those of {@link #backwardInput} and {@link
   * #backwardWeight}, or of their joined forms where {@link #joins} allows.
   *
   * @param x in parts, or in one piece. Not modified.
   * @param weight {@code [kD, kH, kW, C, K]}. Not modified.
   * @param gradY {@code [N, D', H', W', K]}, before any activation. Not modified.
   * @param gradX as for {@link #backwardInputJoined}. Overwritten.
   * @param gradWeight {@code [kD, kH, kW, C, K]}. Overwritten.
   * @param gradBias {@code [K]}, or null if not wanted. Overwritten.
   */
  default void backward(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      Storage gradY,
      List<Part> gradX,
      Storage gradWeight,
      @Nullable Storage gradBias) {
    if (x.size() == 1 && x.get(0).grid().equals(g.input())) {
      backwardInput(g, weight, gradY, gradX.get(0).storage());
      backwardWeight(g, x.get(0).storage(), gradY, gradWeight, gradBias);
    } else {
      backwardInputJoined(g, weight, gradY, gradX);
      backwardWeightJoined(g, x, gradY, gradWeight, gradBias);
    }
  }

  /**
   * Whether {@link #backwardActivation} is there: the way back through an activation that sums up
   * the gradient of the bias as it goes.
   */
  default boolean sumsActivation() {
    return false;
  }

  /**
   * What comes first on the way back through a convolution: {@link
   * ElementwiseKernels#activationBackward}, and the sum of its result over pixels and images that
   * {@link #backwardWeight} would give as gradient of the bias.
   *
   * @param output extents of the result
   * @param activation which function
   * @param y result of {@link #forward}. Not modified.
   * @param gradY gradient with respect to {@code y}
   * @param gradSum gradient before the activation. Modified; may be {@code gradY}.
   * @param gradBias {@code [K]}. Overwritten.
   */
  default void backwardActivation(
      Grid output,
      Activation activation,
      Storage y,
      Storage gradY,
      Storage gradSum,
      Storage gradBias) {
    throw new UnsupportedOperationException("bias summed with an activation: not in this backend");
  }

  /**
   * Whether statistics of a result are taken while it is written, so that a batch normalisation
   * need not read it again. If not, {@link #forwardMeasured} must not be called.
   *
   * @param g the geometry of the whole input
   * @param parts as for {@link #joins}, or the whole input alone
   */
  default boolean measures(WindowGeometry g, List<Grid> parts) {
    return false;
  }

  /**
   * As {@link #forwardJoined} without activation, and what {@link NormalizationKernels#statistics}
   * gives for its result.
   *
   * @param x in parts, or in one piece
   * @param mean {@code [K]}. Modified.
   * @param variance {@code [K]}. Modified.
   */
  default void forwardMeasured(
      WindowGeometry g,
      List<Part> x,
      Storage weight,
      @Nullable Storage bias,
      Storage y,
      Storage mean,
      Storage variance) {
    throw new UnsupportedOperationException("convolution with statistics: not in this backend");
  }
}
