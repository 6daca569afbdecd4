package org.limpid.tensor.ops;

import java.util.Arrays;
import java.util.List;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.NormalizationKernels;
import org.limpid.tensor.Normalized;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Batch normalisation with the batch's statistics or with given ones. */
public final class BatchNormalization {

  private BatchNormalization() {}

  /** See {@link Tensor#batchNorm}. */
  public static Normalized train(
      Tensor x, Tensor gain, Tensor shift, float epsilon, Activation activation) {
    int channels = channels("batchNorm", x);
    Tensor mean = Tensor.allocate(x.device(), Shape.of(channels));
    Tensor variance = Tensor.allocate(x.device(), Shape.of(channels));
    kernels(x).statistics(pixels(x), channels, x.storage(), mean.storage(), variance.storage());
    return measured(x, mean, variance, gain, shift, epsilon, activation);
  }

  /** The same with statistics of the batch that are there already. */
  static Normalized measured(
      Tensor x,
      Tensor mean,
      Tensor variance,
      Tensor gain,
      Tensor shift,
      float epsilon,
      Activation activation) {
    Tensor y = apply(true, x, mean, variance, gain, shift, epsilon, activation);
    return new Normalized(y, mean, variance);
  }

  /** See {@link Tensor#normalize}. */
  public static Tensor infer(
      Tensor x,
      Tensor mean,
      Tensor variance,
      Tensor gain,
      Tensor shift,
      float epsilon,
      Activation activation) {
    return apply(false, x, mean, variance, gain, shift, epsilon, activation);
  }

  private static Tensor apply(
      boolean fromBatch,
      Tensor x,
      Tensor mean,
      Tensor variance,
      Tensor gain,
      Tensor shift,
      float epsilon,
      Activation activation) {
    String op = fromBatch ? "batchNorm" : "normalize";
    int channels = channels(op, x);
    Shape perChannel = Shape.of(channels);
    Operands.shape(op, "mean", mean, perChannel);
    Operands.shape(op, "variance", variance, perChannel);
    Operands.shape(op, "gain", gain, perChannel);
    Operands.shape(op, "shift", shift, perChannel);
    Tensor y = Tensor.allocate(x.device(), x.shape());
    kernels(x)
        .normalize(
            pixels(x),
            channels,
            epsilon,
            activation,
            x.storage(),
            mean.storage(),
            variance.storage(),
            gain.storage(),
            shift.storage(),
            y.storage());
    return Tape.record(
        op,
        y,
        List.of(x, gain, shift),
        gradY -> {
          Tensor gradX = gradY.isShared() ? Tensor.allocate(x.device(), x.shape()) : gradY;
          Tensor gradGain = Tensor.allocate(x.device(), perChannel);
          Tensor gradShift = Tensor.allocate(x.device(), perChannel);
          kernels(x)
              .backward(
                  pixels(x),
                  channels,
                  epsilon,
                  activation,
                  fromBatch,
                  x.storage(),
                  mean.storage(),
                  variance.storage(),
                  gain.storage(),
                  shift.storage(),
                  gradY.storage(),
                  gradX.storage(),
                  gradGain.storage(),
                  gradShift.storage());
          return Arrays.asList(gradX, gradGain, gradShift);
        });
  }

  private static int channels(String op, Tensor x) {
    if (x.shape().rank() < 2 || x.shape().extent(-1) == 0) {
      throw new ShapeException(
          op + ": input has shape " + x.shape() + " (expected: at least two axes, channels last)");
    }
    return x.shape().extent(-1);
  }

  private static long pixels(Tensor x) {
    return x.shape().size() / x.shape().extent(-1);
  }

  private static NormalizationKernels kernels(Tensor x) {
    return x.device().backend().normalization();
  }
}
