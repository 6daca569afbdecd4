package org.limpid.tensor.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.tensor.Normalized;
import org.limpid.tensor.Padding;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

/** Convolution and its transpose, in two and three dimensions. */
public final class Convolution {

  private Convolution() {}

  /** See {@link Tensor#conv}. */
  public static Tensor forward(
      Tensor x,
      Tensor weight,
      @Nullable Tensor bias,
      Padding padding,
      Activation activation,
      int... stride) {
    Grid input = Operands.grid("conv", x);
    Size3 window = window("conv", x, weight);
    checkChannels("conv", x, weight, -2);
    int outChannels = weight.shape().extent(-1);
    checkBias("conv", bias, outChannels);
    Size3 steps = Operands.perAxis("conv", "stride", x, stride);
    WindowGeometry g;
    if (padding == Padding.SAME) {
      g = WindowGeometry.same(input, outChannels, window, steps);
    } else {
      if (window.depth() > input.depth()
          || window.height() > input.height()
          || window.width() > input.width()) {
        throw new ShapeException(
            "conv: weight "
                + weight.shape()
                + " is larger than input "
                + x.shape()
                + " (expected: at most as large with Padding.VALID)");
      }
      g = WindowGeometry.valid(input, outChannels, window, steps);
    }
    Tensor y = Tensor.allocate(x.device(), Operands.shape(g.output(), x));
    kernels(x).forward(g, x.storage(), weight.storage(), storage(bias), activation, y.storage());
    boolean wantX = Tape.tracks(x);
    boolean wantWeight = Tape.tracks(weight) || Tape.tracks(bias);
    return Tape.record(
        "conv",
        y,
        Arrays.asList(x, weight, bias),
        gradY -> {
          Tensor gradBias = biasGradient(wantWeight, bias);
          Summed summed = Summed.of(g, activation, y, gradY, gradBias);
          Tensor grad = summed.gradient();
          Tensor gradX = wantX ? Tensor.allocate(x.device(), x.shape()) : null;
          if (!wantWeight) {
            if (gradX != null) {
              kernels(x).backwardInput(g, weight.storage(), grad.storage(), gradX.storage());
            }
            return Arrays.asList(gradX, null, null);
          }
          Tensor gradWeight = Tensor.allocate(x.device(), weight.shape());
          if (gradX == null) {
            kernels(x)
                .backwardWeight(
                    g, x.storage(), grad.storage(), gradWeight.storage(), summed.bias());
          } else {
            kernels(x)
                .backward(
                    g,
                    List.of(new ConvolutionKernels.Part(input, x.storage())),
                    weight.storage(),
                    grad.storage(),
                    List.of(new ConvolutionKernels.Part(input, gradX.storage())),
                    gradWeight.storage(),
                    summed.bias());
          }
          return Arrays.asList(gradX, gradWeight, gradBias);
        });
  }

  /** See {@link Tensor#convJoined}. */
  public static Tensor joined(
      List<Tensor> parts, Tensor weight, @Nullable Tensor bias, Activation activation) {
    Joint joint = Joint.of(parts);
    WindowGeometry g = joinedGeometry(joint, weight, bias);
    ConvolutionKernels kernels = kernels(parts.get(0));
    if (!kernels.joins(g, joint.grids())) {
      Tensor together = joint.carriedOut();
      Tensor y = forward(together, weight, bias, Padding.SAME, activation, 1);
      if (!Tape.tracks(y) && !parts.contains(together)) {
        together.close();
      }
      return y;
    }
    Tensor y = Tensor.allocate(weight.device(), Operands.shape(g.output(), parts.get(0)));
    kernels.forwardJoined(
        g, joint.stored(), weight.storage(), storage(bias), activation, y.storage());
    return recordJoined(joint, g, weight, bias, activation, y);
  }

  /** See {@link Tensor#convPointwise}. */
  public static Tensor pointwise(
      List<Tensor> parts,
      Tensor weight,
      @Nullable Tensor bias,
      Activation activation,
      Tensor pointWeight,
      @Nullable Tensor pointBias) {
    Joint joint = Joint.of(parts);
    WindowGeometry g = joinedGeometry(joint, weight, bias);
    checkPointwise(weight, pointWeight, pointBias);
    ConvolutionKernels kernels = kernels(weight);
    List<Tensor> inputs = new ArrayList<>(parts);
    inputs.addAll(Arrays.asList(weight, bias, pointWeight, pointBias));
    boolean isTracked = inputs.stream().anyMatch(Tape::tracks);
    if (isTracked || !kernels.fusesPointwise(g, joint.grids(), activation)) {
      Tensor first = joined(parts, weight, bias, activation);
      Tensor y = forward(first, pointWeight, pointBias, Padding.SAME, Activation.IDENTITY, 1);
      if (!Tape.tracks(first) && !Tape.tracks(y)) {
        first.close();
      }
      return y;
    }
    Tensor y =
        Tensor.allocate(weight.device(), Operands.shape(g.output().withChannels(1), parts.get(0)));
    kernels.forwardPointwise(
        g,
        joint.stored(),
        weight.storage(),
        storage(bias),
        activation,
        pointWeight.storage(),
        storage(pointBias),
        y.storage());
    return y;
  }

  private static void checkPointwise(
      Tensor weight, Tensor pointWeight, @Nullable Tensor pointBias) {
    Operands.sameDevice("convPointwise", weight, pointWeight);
    int channels = weight.shape().extent(-1);
    int[] extents = new int[weight.shape().rank()];
    Arrays.fill(extents, 1);
    extents[extents.length - 2] = channels;
    Operands.shape("convPointwise", "pointWeight", pointWeight, Shape.of(extents));
    checkBias("convPointwise", pointBias, 1);
  }

  /** See {@link Tensor#convBatchNorm}. */
  public static Normalized normalized(
      List<Tensor> parts,
      Tensor weight,
      @Nullable Tensor bias,
      Tensor gain,
      Tensor shift,
      float epsilon,
      Activation activation) {
    Joint joint = Joint.of(parts);
    WindowGeometry g = joinedGeometry(joint, weight, bias);
    ConvolutionKernels kernels = kernels(parts.get(0));
    Tensor y;
    Normalized normalized;
    if (kernels.measures(g, joint.grids())) {
      Shape perChannel = Shape.of(g.output().channels());
      Tensor mean = Tensor.allocate(weight.device(), perChannel);
      Tensor variance = Tensor.allocate(weight.device(), perChannel);
      Tensor sums = Tensor.allocate(weight.device(), Operands.shape(g.output(), parts.get(0)));
      kernels.forwardMeasured(
          g,
          joint.stored(),
          weight.storage(),
          storage(bias),
          sums.storage(),
          mean.storage(),
          variance.storage());
      y = recordJoined(joint, g, weight, bias, Activation.IDENTITY, sums);
      normalized = BatchNormalization.measured(y, mean, variance, gain, shift, epsilon, activation);
    } else {
      y =
          parts.size() == 1
              ? forward(parts.get(0), weight, bias, Padding.SAME, Activation.IDENTITY, 1)
              : joined(parts, weight, bias, Activation.IDENTITY);
      normalized = BatchNormalization.train(y, gain, shift, epsilon, activation);
    }
    if (!Tape.tracks(y) && !Tape.tracks(normalized.value())) {
      y.close();
    }
    return normalized;
  }

  private static WindowGeometry joinedGeometry(Joint joint, Tensor weight, @Nullable Tensor bias) {
    Size3 window = window("convJoined", joint.parts().get(0), weight);
    if (joint.whole().channels() != weight.shape().extent(-2)) {
      throw new ShapeException(
          "convJoined: parts have "
              + joint.whole().channels()
              + " channels together but weight takes "
              + weight.shape().extent(-2)
              + " (weight "
              + weight.shape()
              + ")");
    }
    int outChannels = weight.shape().extent(-1);
    checkBias("convJoined", bias, outChannels);
    return WindowGeometry.same(joint.whole(), outChannels, window, Size3.ONE);
  }

  private static Tensor recordJoined(
      Joint joint,
      WindowGeometry g,
      Tensor weight,
      @Nullable Tensor bias,
      Activation activation,
      Tensor y) {
    List<Tensor> parts = joint.parts();
    ConvolutionKernels kernels = kernels(y);
    boolean wantX = parts.stream().anyMatch(Tape::tracks);
    boolean wantWeight = Tape.tracks(weight) || Tape.tracks(bias);
    List<Tensor> inputs = new ArrayList<>(parts);
    inputs.add(weight);
    inputs.add(bias);
    return Tape.record(
        "convJoined",
        y,
        inputs,
        gradY -> {
          Tensor gradBias = biasGradient(wantWeight, bias);
          Summed summed = Summed.of(g, activation, y, gradY, gradBias);
          Tensor grad = summed.gradient();
          Tensor gradWeight = wantWeight ? Tensor.allocate(weight.device(), weight.shape()) : null;
          List<@Nullable Tensor> gradients;
          if (wantX) {
            gradients =
                new ArrayList<>(
                    joint.gradients(kernels, g, weight, grad, gradWeight, summed.bias()));
          } else {
            gradients = new ArrayList<>(Collections.nCopies(parts.size(), null));
            if (gradWeight != null) {
              joint.weightGradient(kernels, g, grad, gradWeight, summed.bias());
            }
          }
          gradients.add(gradWeight);
          gradients.add(gradBias);
          return gradients;
        });
  }

  private static @Nullable Tensor biasGradient(boolean isWanted, @Nullable Tensor bias) {
    return isWanted && bias != null ? Tensor.allocate(bias.device(), bias.shape()) : null;
  }

  /**
   * Gradient of the sums that an activation was applied to.
   *
   * @param gradient with respect to the sums
   * @param bias what is yet to get its sum over pixels; null if nothing
   */
  private record Summed(Tensor gradient, @Nullable Storage bias) {

    /** Sums up for the bias at once, where kernels can. */
    static Summed of(
        WindowGeometry g,
        Activation activation,
        Tensor y,
        Tensor gradY,
        @Nullable Tensor gradBias) {
      ConvolutionKernels kernels = kernels(y);
      if (gradBias == null || activation.isIdentity() || !kernels.sumsActivation()) {
        Tensor gradient = Elementwise.activationGradient(activation, y, gradY);
        return new Summed(gradient, storage(gradBias));
      }
      Tensor gradient = gradY.isShared() ? Tensor.allocate(y.device(), y.shape()) : gradY;
      kernels.backwardActivation(
          g.output(),
          activation,
          y.storage(),
          gradY.storage(),
          gradient.storage(),
          gradBias.storage());
      return new Summed(gradient, null);
    }
  }

  /** See {@link Tensor#convTransposed}. */
  public static Tensor transposed(Tensor x, Tensor weight, @Nullable Tensor bias, int... stride) {
    String op = "convTransposed";
    Grid input = Operands.grid(op, x);
    Size3 window = window(op, x, weight);
    checkChannels(op, x, weight, -1);
    int outChannels = weight.shape().extent(-2);
    checkBias(op, bias, outChannels);
    Size3 steps = Operands.perAxis(op, "stride", x, stride);
    Grid larger =
        new Grid(
            input.batch(),
            (input.depth() - 1) * steps.depth() + window.depth(),
            (input.height() - 1) * steps.height() + window.height(),
            (input.width() - 1) * steps.width() + window.width(),
            outChannels);
    // The convolution whose adjoint this is: from the larger grid to the input.
    WindowGeometry g = WindowGeometry.valid(larger, input.channels(), window, steps);
    Tensor y = Tensor.allocate(x.device(), Operands.shape(larger, x));
    kernels(x).backwardInput(g, weight.storage(), x.storage(), y.storage());
    boolean wantX = Tape.tracks(x);
    Tensor spread =
        Tape.record(
            op,
            y,
            Arrays.asList(x, weight),
            gradY -> {
              Tensor gradX = null;
              if (wantX) {
                gradX = Tensor.allocate(x.device(), x.shape());
                kernels(x)
                    .forward(
                        g,
                        gradY.storage(),
                        weight.storage(),
                        null,
                        Activation.IDENTITY,
                        gradX.storage());
              }
              Tensor gradWeight = Tensor.allocate(x.device(), weight.shape());
              kernels(x)
                  .backwardWeight(g, gradY.storage(), x.storage(), gradWeight.storage(), null);
              return Arrays.asList(gradX, gradWeight);
            });
    if (bias == null) {
      return spread;
    }
    Tensor wide = bias.broadcastTo(spread.shape());
    Tensor sum = spread.add(wide);
    if (!Tape.tracks(sum)) {
      spread.close();
      wide.close();
    }
    return sum;
  }

  private static Size3 window(String op, Tensor x, Tensor weight) {
    Operands.sameDevice(op, x, weight);
    Shape w = weight.shape();
    if (w.rank() != x.shape().rank()) {
      throw new ShapeException(
          op + ": weight has shape " + w + " for input " + x.shape() + " (expected: as many axes)");
    }
    return w.rank() == 4
        ? new Size3(1, w.extent(0), w.extent(1))
        : new Size3(w.extent(0), w.extent(1), w.extent(2));
  }

  private static void checkChannels(String op, Tensor x, Tensor weight, int axis) {
    if (x.shape().extent(-1) != weight.shape().extent(axis)) {
      throw new ShapeException(
          op
              + ": input has "
              + x.shape().extent(-1)
              + " channels but weight takes "
              + weight.shape().extent(axis)
              + " (input "
              + x.shape()
              + ", weight "
              + weight.shape()
              + ")");
    }
  }

  private static void checkBias(String op, @Nullable Tensor bias, int channels) {
    if (bias != null) {
      Operands.shape(op, "bias", bias, Shape.of(channels));
    }
  }

  private static @Nullable Storage storage(@Nullable Tensor tensor) {
    return tensor == null ? null : tensor.storage();
  }

  private static ConvolutionKernels kernels(Tensor x) {
    return x.device().backend().convolution();
  }
}
