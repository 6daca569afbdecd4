package org.limpid.nn.layer;

import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A convolution that sees only part of its input (Liu et al. 2018, "Image Inpainting for Irregular
 * Holes Using Partial Convolutions"): the sum over what is visible in a window is enlarged as if
 * all was, {@code y = activation(weight ⋆ (x·mask) · k²C / Σ mask + bias)}, and the result is
 * visible where anything was. What is not is the activation of 0. Beyond the border nothing is
 * visible.
 *
 * <p>Parameters: {@code weight}, {@code bias}.
 */
public final class PartialConv implements Layer {

  private final Parameter weight;
  private final Parameter bias;
  private final Activation activation;

  /**
   * Values, and which of them are visible.
   *
   * @param value {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, 0 where nothing is visible
   * @param mask 1 where visible, otherwise 0; of as many channels, or 1 for all of them
   */
  public record Masked(Tensor value, Tensor mask) {}

  private PartialConv(Parameter weight, Parameter bias, Activation activation) {
    this.weight = weight;
    this.bias = bias;
    this.activation = activation;
  }

  /**
   * A convolution with new weights and a bias of zeros.
   *
   * @param weight {@code [kH, kW, C, K]} for images, {@code [kD, kH, kW, C, K]} for volumes
   * @param init draws the weights
   * @param key which random numbers
   * @param activation applied last
   */
  public static PartialConv of(
      Device device, Shape weight, Init init, RandomKey key, Activation activation) {
    Parameter kernel = Kernels.draw("partialConv", device, weight, -2, init, key);
    Parameter offset = Kernels.zeros("bias", device, weight.extent(-1));
    return new PartialConv(kernel, offset, activation);
  }

  /** The result for an input of which all is visible, but nothing beyond its border. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Masked all = new Masked(x, Tensor.full(x.device(), x.shape().with(-1, 1), 1));
    Masked y = forward(all);
    if (!Tape.tracks(y.value())) {
      all.mask().close();
      y.mask().close();
    }
    return y.value();
  }

  /**
   * The result where anything is visible. The input is not modified.
   *
   * @return of the same extents; its mask has one channel
   */
  public Masked forward(Masked x) {
    if (Tape.tracks(weight.value()) || Tape.tracks(x.value())) {
      return compute(x);
    }
    try (Scope scope = Scope.open()) {
      Masked y = compute(x);
      return new Masked(scope.keep(y.value()), scope.keep(y.mask()));
    }
  }

  private Masked compute(Masked x) {
    Shape kernel = weight.value().shape();
    Tensor seen = countSeen(x.mask(), kernel);
    // seen is whole but for rounding, so this is 1 where it is not 0.
    Tensor visible = seen.times(-1).plus(1).relu().times(-1).plus(1);
    float all = kernel.size() / (float) kernel.extent(-1);
    float share = x.mask().shape().extent(-1) / (float) kernel.extent(-2);
    Tensor scale = visible.times(all * share).divide(seen.plus(-1).relu().plus(1));
    Tensor sum = x.value().conv(weight.value(), null, Padding.SAME, Activation.IDENTITY);
    Tensor offset = visible.conv(asKernel(bias.value()), null, Padding.SAME, Activation.IDENTITY);
    Tensor y = sum.multiply(scale.broadcastTo(sum.shape())).add(offset).activate(activation);
    return new Masked(y, visible);
  }

  /** How many values each window sees, {@code [N, H, W, 1]}. */
  private static Tensor countSeen(Tensor mask, Shape kernel) {
    Shape ones = kernel.with(-1, 1).with(-2, mask.shape().extent(-1));
    Tensor window = Tensor.full(mask.device(), ones, 1);
    return mask.conv(window, null, Padding.SAME, Activation.IDENTITY);
  }

  /** A kernel of one pixel from one channel, so that what is not visible gets no bias. */
  private Tensor asKernel(Tensor values) {
    int channels = values.shape().extent(0);
    return weight.value().shape().rank() == 4
        ? values.reshape(1, 1, 1, channels)
        : values.reshape(1, 1, 1, 1, channels);
  }

  @Override
  public void describe(Outline outline) {
    outline.parameter(weight).parameter(bias);
  }
}
