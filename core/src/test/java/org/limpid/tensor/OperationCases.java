package org.limpid.tensor;

import static org.limpid.tensor.OperationCase.any;
import static org.limpid.tensor.OperationCase.awayFromZero;
import static org.limpid.tensor.OperationCase.distinct;
import static org.limpid.tensor.OperationCase.large;
import static org.limpid.tensor.OperationCase.positive;
import static org.limpid.tensor.OperationCase.small;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.limpid.backend.Activation;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.LossKernels.Penalty;
import org.limpid.backend.Orientation;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.random.RandomKey;
import org.limpid.tensor.OperationCase.Input;

/** Every differentiable operation of {@link Tensor}, in the variants that take different paths. */
final class OperationCases {

  private static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.IDENTITY,
          Activation.RELU,
          Activation.leakyRelu(0.1f),
          Activation.ELU,
          Activation.SIGMOID,
          Activation.SOFTPLUS);

  private OperationCases() {}

  /** All cases. */
  static Stream<OperationCase> all() {
    return OperationCase.all(
        arithmetic(),
        activations(),
        sums(),
        convolutions(),
        transposedConvolutions(),
        resampling(),
        layout(),
        normalization(),
        dropout(),
        losses());
  }

  private static List<OperationCase> arithmetic() {
    return List.of(
        binary("add", Tensor::add, any(2, 3), any(2, 3)),
        binary("subtract", Tensor::subtract, any(2, 3), any(2, 3)),
        binary("multiply", Tensor::multiply, any(2, 3), any(2, 3)),
        binary("divide", Tensor::divide, any(2, 3), large(2, 3)),
        binary("minimum", Tensor::minimum, large(17), small(17)),
        binary("maximum", Tensor::maximum, small(17), large(17)),
        unary("times", x -> x.times(-2.5f), any(5)),
        unary("plus", x -> x.plus(0.7f), any(5)),
        unary("square", Tensor::square, any(5)),
        unary("exp", Tensor::exp, any(5)),
        unary("log", Tensor::log, positive(5)),
        unary("sqrt", Tensor::sqrt, positive(5)),
        unary("abs", Tensor::abs, awayFromZero(17)),
        unary("reshape", x -> x.reshape(3, 4), any(2, 6)),
        unary("alias of a reshape", x -> x.reshape(3, 4).reshape(12), any(2, 6)));
  }

  private static List<OperationCase> activations() {
    List<OperationCase> cases = new ArrayList<>();
    for (Activation activation : ACTIVATIONS) {
      cases.add(
          unary("activate " + activation.kind(), x -> x.activate(activation), awayFromZero(4, 5)));
    }
    cases.add(unary("relu", Tensor::relu, awayFromZero(9)));
    cases.add(unary("leakyRelu", x -> x.leakyRelu(0.2f), awayFromZero(9)));
    cases.add(unary("elu", Tensor::elu, awayFromZero(9)));
    cases.add(unary("sigmoid", Tensor::sigmoid, any(9)));
    cases.add(unary("softplus", Tensor::softplus, any(9)));
    return cases;
  }

  private static List<OperationCase> sums() {
    return List.of(
        unary("sum", Tensor::sum, any(3, 4)),
        unary("sum of a scalar", Tensor::sum, any()),
        unary("mean", Tensor::mean, any(3, 4)),
        unary("sum along axis 0", x -> x.sum(0), any(3, 4, 2)),
        unary("sum along axis 1", x -> x.sum(1), any(3, 4, 2)),
        unary("sum along axis -1", x -> x.sum(-1), any(3, 4, 2)),
        unary("broadcastTo from a scalar", x -> x.broadcastTo(Shape.of(3, 2)), any()),
        unary("broadcastTo with new axes", x -> x.broadcastTo(Shape.of(2, 3, 4)), any(4)),
        unary("broadcastTo in the middle", x -> x.broadcastTo(Shape.of(2, 3, 4)), any(2, 1, 4)),
        unary("broadcastTo along two axes", x -> x.broadcastTo(Shape.of(2, 3, 4)), any(1, 3, 1)),
        unary("broadcastTo the same shape", x -> x.broadcastTo(Shape.of(2, 3)), any(2, 3)),
        binary("matmul", Tensor::matmul, any(3, 4), any(4, 2)),
        binary("matmul of a large matrix", Tensor::matmul, any(17, 33), any(33, 31)));
  }

  private static List<OperationCase> convolutions() {
    List<OperationCase> cases = new ArrayList<>();
    for (Activation activation : ACTIVATIONS) {
      String name = "conv with bias and " + activation.kind();
      cases.add(conv(name, Padding.SAME, activation, any(2, 5, 4, 2), any(3, 3, 2, 3), any(3)));
    }
    Activation none = Activation.IDENTITY;
    cases.add(conv("conv", Padding.SAME, none, any(1, 4, 5, 3), any(3, 3, 3, 2)));
    cases.add(
        new OperationCase(
            "convJoined",
            in -> Tensor.convJoined(in.subList(0, 2), in.get(2), in.get(3), Activation.SOFTPLUS),
            List.of(any(2, 2, 3, 2), any(2, 4, 6, 1), any(3, 3, 3, 2), any(2))));
    cases.add(
        new OperationCase(
            "convJoined 3d",
            in -> Tensor.convJoined(in.subList(0, 2), in.get(2), null, Activation.IDENTITY),
            List.of(any(1, 2, 3, 2, 1), any(1, 2, 6, 4, 2), any(3, 3, 3, 3, 2))));
    cases.add(conv("conv 1x1", Padding.SAME, none, any(2, 3, 4, 3), any(1, 1, 3, 2), any(2)));
    cases.add(conv("conv 2x4", Padding.SAME, none, any(1, 5, 6, 2), any(2, 4, 2, 2)));
    cases.add(
        conv("conv stride 2", Padding.SAME, none, any(1, 5, 6, 2), any(3, 3, 2, 2), any(2), 2));
    cases.add(
        conv(
            "conv stride 2, 1",
            Padding.SAME,
            none,
            any(1, 5, 6, 2),
            any(3, 3, 2, 2),
            any(2),
            2,
            1));
    cases.add(conv("conv valid", Padding.VALID, none, any(1, 5, 6, 2), any(3, 2, 2, 2), any(2)));
    cases.add(
        conv(
            "conv valid stride 2",
            Padding.VALID,
            none,
            any(1, 6, 7, 2),
            any(3, 3, 2, 2),
            any(2),
            2));
    cases.add(
        conv(
            "conv 3-D",
            Padding.SAME,
            Activation.ELU,
            any(1, 3, 4, 3, 2),
            any(3, 3, 3, 2, 2),
            any(2)));
    cases.add(
        conv(
            "conv 3-D stride 1, 2, 2",
            Padding.SAME,
            none,
            any(1, 3, 4, 5, 2),
            any(3, 3, 3, 2, 2),
            any(2),
            1,
            2,
            2));
    cases.add(
        conv(
            "conv 3-D valid", Padding.VALID, none, any(2, 3, 4, 3, 1), any(2, 3, 2, 1, 2), any(2)));
    cases.add(
        conv(
            "conv of many channels",
            Padding.SAME,
            Activation.SOFTPLUS,
            any(1, 9, 8, 17),
            any(3, 3, 17, 33),
            any(33)));
    return cases;
  }

  private static List<OperationCase> transposedConvolutions() {
    return List.of(
        new OperationCase(
            "convTransposed",
            in -> in.get(0).convTransposed(in.get(1), null),
            List.of(any(1, 3, 4, 2), any(3, 3, 3, 2))),
        new OperationCase(
            "convTransposed stride 2 with bias",
            in -> in.get(0).convTransposed(in.get(1), in.get(2), 2),
            List.of(any(2, 3, 2, 2), any(2, 2, 3, 2), any(3))),
        new OperationCase(
            "convTransposed stride 3, 2 with gaps",
            in -> in.get(0).convTransposed(in.get(1), in.get(2), 3, 2),
            List.of(any(1, 3, 2, 2), any(2, 3, 1, 2), any(1))),
        new OperationCase(
            "convTransposed 3-D",
            in -> in.get(0).convTransposed(in.get(1), in.get(2), 2),
            List.of(any(1, 2, 2, 3, 2), any(2, 2, 2, 3, 2), any(3))));
  }

  private static List<OperationCase> resampling() {
    List<OperationCase> cases = new ArrayList<>();
    cases.add(unary("maxPool", x -> x.maxPool(2), distinct(2, 4, 6, 2)));
    cases.add(unary("maxPool with a rest", x -> x.maxPool(2, 3), distinct(1, 5, 7, 1)));
    cases.add(unary("maxPool 3-D", x -> x.maxPool(2), distinct(1, 2, 4, 4, 2)));
    cases.add(unary("maxBlurPool", x -> x.maxBlurPool(2), distinct(2, 4, 6, 2)));
    cases.add(unary("maxBlurPool with a rest", x -> x.maxBlurPool(2), distinct(1, 5, 7, 1)));
    cases.add(unary("maxBlurPool 3-D", x -> x.maxBlurPool(1, 2, 2), distinct(1, 3, 4, 4, 2)));
    cases.add(unary("averagePool", x -> x.averagePool(2), any(2, 4, 6, 2)));
    cases.add(unary("averagePool with a rest", x -> x.averagePool(2, 3), any(1, 5, 7, 1)));
    cases.add(unary("averagePool 3-D", x -> x.averagePool(1, 2, 2), any(1, 2, 4, 4, 2)));
    for (Interpolation interpolation : Interpolation.values()) {
      String name = "upsample " + interpolation;
      cases.add(unary(name, x -> x.upsample(interpolation, 2), any(2, 3, 2, 2)));
      cases.add(unary(name + " 3, 1", x -> x.upsample(interpolation, 3, 1), any(1, 3, 2, 2)));
      cases.add(unary(name + " 3-D", x -> x.upsample(interpolation, 2), any(1, 2, 2, 3, 1)));
    }
    return cases;
  }

  private static List<OperationCase> layout() {
    List<OperationCase> cases = new ArrayList<>();
    cases.add(
        new OperationCase(
            "concat",
            in -> Tensor.concat(in.get(0), in.get(1), in.get(2)),
            List.of(any(2, 3, 2, 1), any(2, 3, 2, 4), any(2, 3, 2, 2))));
    cases.add(
        new OperationCase(
            "concat of the same tensor twice",
            in -> Tensor.concat(in.get(0), in.get(0)),
            List.of(any(2, 3))));
    cases.add(unary("channels", x -> x.channels(1, 2), any(2, 3, 2, 4)));
    cases.add(unary("channels, all", x -> x.channels(0, 3), any(2, 3)));
    cases.add(unary("gather", x -> x.gather(4, -1, 0, 4, 7, 4), any(2, 2, 2, 3)));
    for (Border border : Border.values()) {
      cases.add(
          unary(
              "pad " + border,
              x -> x.pad(border, new int[] {1, 2}, new int[] {0, 3}),
              any(2, 3, 4, 2)));
      cases.add(
          unary(
              "pad 3-D " + border,
              x -> x.pad(border, new int[] {1, 0, 2}, new int[] {1, 1, 1}),
              any(1, 2, 3, 3, 1)));
    }
    cases.add(unary("crop", x -> x.crop(new int[] {1, 0}, new int[] {2, 3}), any(2, 4, 5, 2)));
    cases.add(
        unary(
            "crop 3-D", x -> x.crop(new int[] {1, 0, 2}, new int[] {1, 3, 2}), any(1, 3, 4, 5, 2)));
    for (Orientation orientation : Orientation.SQUARE) {
      cases.add(unary("orient " + orientation, x -> x.orient(orientation), any(1, 2, 3, 2)));
    }
    cases.add(
        unary(
            "orient 3-D",
            x -> x.orient(new Orientation(true, true, true, false)),
            any(1, 2, 2, 3, 1)));
    return cases;
  }

  private static List<OperationCase> normalization() {
    List<OperationCase> cases = new ArrayList<>();
    for (Activation activation : ACTIVATIONS) {
      cases.add(
          new OperationCase(
              "batchNorm with " + activation.kind(),
              in -> in.get(0).batchNorm(in.get(1), in.get(2), 1e-3f, activation).value(),
              List.of(any(2, 3, 2, 3), large(3), any(3))));
      cases.add(
          new OperationCase(
              "normalize with " + activation.kind(),
              in ->
                  in.get(0)
                      .normalize(
                          constant(in.get(0), 0.1f, -0.2f, 0.3f),
                          constant(in.get(0), 0.5f, 0.7f, 1.2f),
                          in.get(1),
                          in.get(2),
                          1e-3f,
                          activation),
              List.of(any(2, 3, 2, 3), large(3), any(3))));
    }
    return cases;
  }

  private static Tensor constant(Tensor like, float... values) {
    return Tensor.of(like.device(), Shape.of(values.length), values);
  }

  private static List<OperationCase> dropout() {
    RandomKey key = new RandomKey(5, 1, 0);
    return List.of(
        unary("dropout", x -> x.dropout(0.6f, key), any(31)),
        unary(
            "dropout of a part",
            x -> x.dropout(0.6f, key, new int[] {7, 9}, new int[] {2, 3}),
            any(2, 3, 4, 2)),
        unary(
            "dropout of a part 3-D",
            x -> x.dropout(0.6f, key, new int[] {3, 4, 9}, new int[] {1, 0, 3}),
            any(1, 2, 3, 4, 1)),
        unary("dropout of nothing", x -> x.dropout(1, key), any(5)));
  }

  private static List<OperationCase> losses() {
    List<OperationCase> cases = new ArrayList<>();
    for (Penalty penalty : Penalty.values()) {
      cases.add(
          unary(
              "weightedPenalty " + penalty,
              x ->
                  x.weightedPenalty(
                      penalty,
                      constant(x, 0.1f, -0.2f, 0.3f, 0, 0.25f, -0.4f),
                      constant(x, 1, 0, 0.5f, 2, 1, 1)),
              large(6)));
      cases.add(
          unary(
              "weightedPenalty times a factor " + penalty,
              x ->
                  x.weightedPenalty(penalty, constant(x, 0, 0.1f, 0.2f), constant(x, 1, 2, 3))
                      .times(-3),
              large(3)));
    }
    return cases;
  }

  private static OperationCase unary(String name, UnaryOperator<Tensor> f, Input x) {
    return new OperationCase(name, in -> f.apply(in.get(0)), List.of(x));
  }

  private static OperationCase binary(String name, BinaryOperator<Tensor> f, Input a, Input b) {
    return new OperationCase(name, in -> f.apply(in.get(0), in.get(1)), List.of(a, b));
  }

  private static OperationCase conv(
      String name, Padding padding, Activation activation, Input x, Input weight, int... stride) {
    Function<List<Tensor>, Tensor> f =
        in -> in.get(0).conv(in.get(1), null, padding, activation, stride);
    return new OperationCase(name, f, List.of(x, weight));
  }

  private static OperationCase conv(
      String name,
      Padding padding,
      Activation activation,
      Input x,
      Input weight,
      Input bias,
      int... stride) {
    Function<List<Tensor>, Tensor> f =
        in -> in.get(0).conv(in.get(1), in.get(2), padding, activation, stride);
    return new OperationCase(name, f, List.of(x, weight, bias));
  }
}
