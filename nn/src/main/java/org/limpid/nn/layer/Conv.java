package org.limpid.nn.layer;

import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Activation;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A convolution (cross-correlation) of images or volumes with bias and fused activation; see {@link
 * Tensor#conv}. Parameters: {@code weight}, {@code bias}.
 *
 * <p>Starts with {@link Padding#SAME}, stride 1 and no activation.
 */
public final class Conv implements Layer {

  private final Parameter weight;
  private final @Nullable Parameter bias;
  private final Padding padding;
  private final Activation activation;
  private final int[] stride;

  private Conv(
      Parameter weight,
      @Nullable Parameter bias,
      Padding padding,
      Activation activation,
      int... stride) {
    this.weight = weight;
    this.bias = bias;
    this.padding = padding;
    this.activation = activation;
    this.stride = stride;
  }

  /**
   * A convolution over parameters of one's own.
   *
   * @param weight {@code [kH, kW, C, K]} for images, {@code [kD, kH, kW, C, K]} for volumes
   * @param bias {@code [K]}, or null for none
   */
  public static Conv over(Parameter weight, @Nullable Parameter bias) {
    return new Conv(weight, bias, Padding.SAME, Activation.IDENTITY, 1);
  }

  /**
   * A convolution with new weights and a bias of zeros.
   *
   * @param weight {@code [kH, kW, C, K]} for images, {@code [kD, kH, kW, C, K]} for volumes
   * @param init draws the weights
   * @param key which random numbers
   */
  public static Conv of(Device device, Shape weight, Init init, RandomKey key) {
    Parameter kernel = Kernels.draw("conv", device, weight, -2, init, key);
    return over(kernel, Kernels.zeros("bias", device, weight.extent(-1)));
  }

  /** As {@link #of} without a bias, as before a batch normalisation, which would undo it. */
  public static Conv withoutBias(Device device, Shape weight, Init init, RandomKey key) {
    return over(Kernels.draw("conv", device, weight, -2, init, key), null);
  }

  /** The same parameters with another border. */
  public Conv withPadding(Padding border) {
    return new Conv(weight, bias, border, activation, stride);
  }

  /** The same parameters with another activation, applied last. */
  public Conv withActivation(Activation function) {
    return new Conv(weight, bias, padding, function, stride);
  }

  /** The same parameters with another stride: one number for all axes, or one an axis. */
  public Conv withStride(int... steps) {
    return new Conv(weight, bias, padding, activation, steps.clone());
  }

  /**
   * {@code activation(x ⋆ weight + bias)}.
   *
   * @param x {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @return {@code [N, H', W', K]} or {@code [N, D', H', W', K]}
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Tensor offset = bias == null ? null : bias.value();
    return x.conv(weight.value(), offset, padding, activation, stride);
  }

  @Override
  public void describe(Outline outline) {
    outline.parameter(weight);
    if (bias != null) {
      outline.parameter(bias);
    }
  }
}
