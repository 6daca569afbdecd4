package org.limpid.nn.layer;

import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Parameter;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A transposed convolution with bias, which enlarges images or volumes with learned weights; see
 * {@link Tensor#convTransposed}. Parameters: {@code weight}, {@code bias}.
 */
public final class ConvTransposed implements Layer {

  private final Parameter weight;
  private final @Nullable Parameter bias;
  private final int[] stride;

  private ConvTransposed(Parameter weight, @Nullable Parameter bias, int... stride) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
  }

  /**
   * A transposed convolution over parameters of one's own.
   *
   * @param weight {@code [kH, kW, K, C]} for images, {@code [kD, kH, kW, K, C]} for volumes: input
   *     channels are last
   * @param bias {@code [K]}, or null for none
   * @param stride one number for all axes, or one an axis
   */
  public static ConvTransposed over(Parameter weight, @Nullable Parameter bias, int... stride) {
    return new ConvTransposed(weight, bias, stride.clone());
  }

  /**
   * A transposed convolution with new weights and a bias of zeros.
   *
   * @param weight {@code [kH, kW, K, C]} for images, {@code [kD, kH, kW, K, C]} for volumes: input
   *     channels are last
   * @param init draws the weights
   * @param key which random numbers
   * @param stride one number for all axes, or one an axis
   */
  public static ConvTransposed of(
      Device device, Shape weight, Init init, RandomKey key, int... stride) {
    Parameter kernel = Kernels.draw("convTransposed", device, weight, -1, init, key);
    return over(kernel, Kernels.zeros("bias", device, weight.extent(-2)), stride);
  }

  /**
   * Spreads every input over the output: {@code H' = (H − 1)·stride + kH}.
   *
   * @param x {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @return {@code [N, H', W', K]} or {@code [N, D', H', W', K]}
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.convTransposed(weight.value(), bias == null ? null : bias.value(), stride);
  }

  @Override
  public void describe(Outline outline) {
    outline.parameter(weight);
    if (bias != null) {
      outline.parameter(bias);
    }
  }
}
