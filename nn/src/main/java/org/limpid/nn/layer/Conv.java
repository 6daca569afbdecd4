package org.limpid.nn.layer;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Parameter;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.Size3;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Normalized;
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

  /**
   * The same of images whose channels lie in parts, smaller ones of which count as enlarged; see
   * {@link Tensor#convJoined}. Only if it {@linkplain #keepsExtents() keeps the extents} of images.
   *
   * @param parts {@code [N, H, W, C']} or {@code [N, D, H, W, C']}. Not modified.
   */
  public Tensor forwardJoined(List<Tensor> parts) {
    Tensor offset = bias == null ? null : bias.value();
    return Tensor.convJoined(parts, weight.value(), offset, activation);
  }

  /** Whether {@link #forwardPointwise} may follow: single pixels of its result, to one channel. */
  public boolean takesPointwise(Conv next) {
    return keepsExtents()
        && next.keepsExtents()
        && next.activation.isIdentity()
        && next.window().equals(Size3.ONE)
        && next.outputChannels() == 1;
  }

  /**
   * This convolution of parts, and the next one of its result; see {@link Tensor#convPointwise}.
   */
  public Tensor forwardPointwise(List<Tensor> parts, Conv next) {
    return Tensor.convPointwise(
        parts,
        weight.value(),
        bias == null ? null : bias.value(),
        activation,
        next.weight.value(),
        next.bias == null ? null : next.bias.value());
  }

  /** The convolution alone, and its batch normalisation; see {@link Tensor#convBatchNorm}. */
  Normalized forwardNormalized(
      List<Tensor> parts, Tensor gain, Tensor shift, float epsilon, Activation last) {
    Tensor offset = bias == null ? null : bias.value();
    return Tensor.convBatchNorm(parts, weight.value(), offset, gain, shift, epsilon, last);
  }

  /** Whether {@link BatchNorm#forwardAfter} may follow: it has no activation and keeps extents. */
  boolean isNormalizable() {
    return keepsExtents() && activation.isIdentity();
  }

  /**
   * The same over pieces cut out of images, without padding: each extent shrinks by that of the
   * kernel less one. Pieces as large as the kernel are one matrix product.
   *
   * @param pieces {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @return as many pieces, with K channels
   */
  public Tensor forwardWithin(Tensor pieces) {
    Shape w = weight.value().shape();
    Tensor offset = bias == null ? null : bias.value();
    int count = pieces.shape().extent(0);
    int products = Math.toIntExact(w.size() / w.extent(-1));
    if (pieces.shape().size() != (long) count * products) {
      return pieces.conv(weight.value(), offset, Padding.VALID, activation, 1);
    }
    Tensor rows = pieces.reshape(1, 1, count, products);
    Tensor kernel = weight.value().reshape(1, 1, products, w.extent(-1));
    Tensor sums = rows.conv(kernel, offset, Padding.VALID, activation, 1);
    int[] single = new int[w.rank()];
    Arrays.fill(single, 1);
    single[0] = count;
    single[w.rank() - 1] = w.extent(-1);
    Tensor y = sums.reshape(single);
    if (!Tape.tracks(y)) {
      List.of(rows, kernel, sums).forEach(Tensor::close);
    }
    return y;
  }

  /** Whether results have the extents of the images given. */
  public boolean keepsExtents() {
    return padding == Padding.SAME && Arrays.stream(stride).allMatch(step -> step == 1);
  }

  /** Extents of the kernel; depth 1 for images. */
  public Size3 window() {
    Shape w = weight.value().shape();
    return w.rank() == 4
        ? new Size3(1, w.extent(0), w.extent(1))
        : new Size3(w.extent(0), w.extent(1), w.extent(2));
  }

  /** Channels of the result. */
  public int outputChannels() {
    return weight.value().shape().extent(-1);
  }

  /** Multiply-adds for each pixel of the result. */
  public long products() {
    return weight.value().shape().size();
  }

  @Override
  public void describe(Outline outline) {
    outline.parameter(weight);
    if (bias != null) {
      outline.parameter(bias);
    }
  }
}
