package org.limpid.nn.layer;

import java.util.List;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Activation;
import org.limpid.backend.OptimizerKernels;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.tensor.Device;
import org.limpid.tensor.Normalized;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) with fused activation. Parameters: {@code gain} and
 * {@code shift}, trained; {@code mean} and {@code variance}, running statistics.
 *
 * <p>A training pass normalises with the statistics of the batch and moves the running ones towards
 * them: {@code running = decay·running + (1 − decay)·batch}, with the batch's variance divided by
 * the number of pixels. Any other pass normalises with the running ones. The default decay of 0.9
 * and epsilon of 1e-5 are those of PyTorch; Keras has 0.99 and 1e-3.
 */
public final class BatchNorm implements Layer {

  private static final float DECAY = 0.9f;
  private static final float EPSILON = 1e-5f;

  private final Parameter gain;
  private final Parameter shift;
  private final Parameter mean;
  private final Parameter variance;
  private final Activation activation;
  private final float decay;
  private final float epsilon;

  private BatchNorm(
      Parameter gain,
      Parameter shift,
      Parameter mean,
      Parameter variance,
      Activation activation,
      float decay,
      float epsilon) {
    this.gain = gain;
    this.shift = shift;
    this.mean = mean;
    this.variance = variance;
    this.activation = activation;
    this.decay = decay;
    this.epsilon = epsilon;
  }

  /** Starts with gain 1, shift 0, running mean 0, running variance 1 and no activation. */
  public static BatchNorm of(Device device, int channels) {
    Shape shape = Shape.of(channels);
    return new BatchNorm(
        Parameter.trainable("gain", Tensor.full(device, shape, 1)),
        Parameter.trainable("shift", Tensor.zeros(device, shape)),
        Parameter.statistic("mean", Tensor.zeros(device, shape)),
        Parameter.statistic("variance", Tensor.full(device, shape, 1)),
        Activation.IDENTITY,
        DECAY,
        EPSILON);
  }

  /** The same parameters with another activation, applied last. */
  public BatchNorm withActivation(Activation function) {
    return new BatchNorm(gain, shift, mean, variance, function, decay, epsilon);
  }

  /**
   * The same parameters with another memory of the running statistics.
   *
   * @param share what is kept of them at each step, at least 0 and below 1
   */
  public BatchNorm withDecay(float share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "batchNorm: decay " + share + " (expected: 0 <= decay < 1)");
    }
    return new BatchNorm(gain, shift, mean, variance, activation, share, epsilon);
  }

  /** The same parameters with another number added to the variance; above 0. */
  public BatchNorm withEpsilon(float summand) {
    if (!(summand > 0)) {
      throw new IllegalArgumentException("batchNorm: epsilon " + summand + " (expected: > 0)");
    }
    return new BatchNorm(gain, shift, mean, variance, activation, decay, summand);
  }

  /**
   * {@code activation(gain · (x − mean) / sqrt(variance + epsilon) + shift)}, channel by channel.
   *
   * @param x {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @return same shape
   */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    if (!pass.isTraining()) {
      return x.normalize(
          mean.value(), variance.value(), gain.value(), shift.value(), epsilon, activation);
    }
    return averaged(x.batchNorm(gain.value(), shift.value(), epsilon, activation));
  }

  /** Whether {@link #forwardAfter} stands for this layer behind a convolution: when training. */
  public boolean takes(Conv conv, Pass pass) {
    return pass.isTraining() && conv.isNormalizable();
  }

  /**
   * A convolution and this layer in a training pass, in one: some devices take the statistics while
   * they write the convolution's result.
   *
   * @param conv what it {@linkplain #takes takes}
   * @param parts its input, as for {@link Conv#forwardJoined}. Not modified.
   */
  public Tensor forwardAfter(Conv conv, List<Tensor> parts) {
    return averaged(
        conv.forwardNormalized(parts, gain.value(), shift.value(), epsilon, activation));
  }

  /** Moves the running statistics. */
  private Tensor averaged(Normalized y) {
    OptimizerKernels kernels = y.value().device().backend().optimizer();
    kernels.average(decay, y.mean().storage(), mean.value().storage());
    kernels.average(decay, y.variance().storage(), variance.value().storage());
    return y.value();
  }

  @Override
  public void describe(Outline outline) {
    outline.parameter(gain).parameter(shift).parameter(mean).parameter(variance);
  }
}
