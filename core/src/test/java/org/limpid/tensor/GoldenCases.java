package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.LossKernels.Penalty;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.testing.Golden;

/** What each case of {@code operations.safetensors} calls, and the comparison with PyTorch. */
final class GoldenCases {

  private static final Golden GOLDEN = Golden.read("/golden/operations.safetensors");
  private static final float EPSILON = 0x1p-10f;

  private final Map<String, Function<List<Tensor>, Tensor>> cases = new LinkedHashMap<>();

  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "identity", Activation.IDENTITY,
          "relu", Activation.RELU,
          "leakyRelu", Activation.leakyRelu(0.125f),
          "elu", Activation.ELU,
          "sigmoid", Activation.SIGMOID,
          "softplus", Activation.SOFTPLUS);

  GoldenCases() {
    convolutions();
    resampling();
    normalization();
    arithmetic();
    losses();
  }

  /** Names of the cases that are called. */
  Set<String> names() {
    return cases.keySet();
  }

  /** Names of the cases in the file. */
  static Set<String> inFile() {
    Set<String> names = new TreeSet<>();
    for (String name : GOLDEN.names()) {
      if (name.endsWith("/y")) {
        names.add(name.substring(0, name.length() - 2));
      }
    }
    return names;
  }

  /** Compares the value and all gradients of a case on a device with PyTorch's. */
  void check(String name, Device device, float tolerance) {
    Function<List<Tensor>, Tensor> function = Objects.requireNonNull(cases.get(name));
    try (Tape tape = Tape.open()) {
      List<Tensor> inputs = new ArrayList<>();
      while (GOLDEN.names().contains(name + "/in" + inputs.size())) {
        inputs.add(GOLDEN.tensor(device, name + "/in" + inputs.size()));
      }
      inputs.forEach(tape::watch);
      Tensor y = function.apply(inputs);
      compare(name + "/y", y, tolerance);
      Tensor loss = y.multiply(GOLDEN.tensor(device, name + "/gradY")).sum();
      Gradients gradients = tape.gradients(loss);
      for (int i = 0; i < inputs.size(); i++) {
        Tensor gradient = Objects.requireNonNull(gradients.of(inputs.get(i)));
        compare(name + "/grad" + i, gradient, tolerance);
      }
    }
  }

  private static void compare(String name, Tensor actual, float tolerance) {
    assertThat(actual.shape()).as("shape of %s", name).isEqualTo(GOLDEN.shape(name));
    float[] expected = GOLDEN.values(name);
    float[] values = actual.toArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[i])
          .as("%s, element %d", name, i)
          .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
    }
  }

  private void convolutions() {
    ACTIVATIONS.forEach((name, activation) -> conv("conv2d " + name, Padding.SAME, activation));
    conv("conv2d 1x1", Padding.SAME, Activation.IDENTITY);
    conv("conv2d 5x3", Padding.SAME, Activation.IDENTITY);
    conv("conv2d 2x4", Padding.SAME, Activation.IDENTITY);
    conv("conv2d stride 2", Padding.SAME, Activation.IDENTITY, 2);
    conv("conv2d stride 1, 3", Padding.SAME, Activation.IDENTITY, 1, 3);
    conv("conv2d valid", Padding.VALID, Activation.IDENTITY);
    conv("conv2d valid stride 2", Padding.VALID, Activation.IDENTITY, 2);
    conv("conv2d wide", Padding.SAME, Activation.IDENTITY);
    conv("conv3d", Padding.SAME, Activation.IDENTITY);
    conv("conv3d stride 1, 2, 2", Padding.SAME, Activation.IDENTITY, 1, 2, 2);
    conv("conv3d valid", Padding.VALID, Activation.IDENTITY);
    transposed("convTransposed2d", 1);
    transposed("convTransposed2d stride 2", 2);
    transposed("convTransposed2d 3x3 stride 2", 2);
    transposed("convTransposed3d stride 2", 2);
  }

  private void conv(String name, Padding padding, Activation activation, int... stride) {
    cases.put(name, in -> in.get(0).conv(in.get(1), in.get(2), padding, activation, stride));
  }

  private void transposed(String name, int stride) {
    cases.put(name, in -> in.get(0).convTransposed(in.get(1), in.get(2), stride));
  }

  private void resampling() {
    unary("maxPool2d", x -> x.maxPool(2));
    unary("maxPool2d with a rest", x -> x.maxPool(2, 3));
    unary("maxPool2d with ties", x -> x.maxPool(3));
    unary("maxPool3d", x -> x.maxPool(2));
    unary("averagePool2d", x -> x.averagePool(2));
    unary("averagePool2d with a rest", x -> x.averagePool(2, 3));
    unary("averagePool3d", x -> x.averagePool(2));
    for (Interpolation interpolation : Interpolation.values()) {
      String mode = interpolation == Interpolation.NEAREST ? "nearest" : "linear";
      unary("upsample2d " + mode + " 2", x -> x.upsample(interpolation, 2));
      unary("upsample2d " + mode + " 3, 1", x -> x.upsample(interpolation, 3, 1));
      unary("upsample3d " + mode + " 2", x -> x.upsample(interpolation, 2));
    }
  }

  private void normalization() {
    for (String name : List.of("identity", "relu", "elu")) {
      Activation activation = Objects.requireNonNull(ACTIVATIONS.get(name));
      cases.put(
          "batchNorm " + name,
          in -> in.get(0).batchNorm(in.get(1), in.get(2), EPSILON, activation).value());
      cases.put(
          "normalize " + name,
          in -> {
            Device device = in.get(0).device();
            Tensor mean = Tensor.of(device, Shape.of(3), 0.125f, -0.25f, 0.5f);
            Tensor variance = Tensor.of(device, Shape.of(3), 0.5f, 0.75f, 1.5f);
            return in.get(0).normalize(mean, variance, in.get(1), in.get(2), EPSILON, activation);
          });
    }
  }

  private void arithmetic() {
    ACTIVATIONS.forEach(
        (name, activation) -> unary("activate " + name, x -> x.activate(activation)));
    unary("exp", Tensor::exp);
    unary("log", Tensor::log);
    unary("sqrt", Tensor::sqrt);
    unary("abs", Tensor::abs);
    binary("divide", Tensor::divide);
    binary("minimum with ties", Tensor::minimum);
    binary("maximum with ties", Tensor::maximum);
    binary("matmul", Tensor::matmul);
    binary("concat", (a, b) -> Tensor.concat(a, b));
    unary("pad reflect", x -> x.pad(Border.REFLECT, new int[] {1, 2}, new int[] {2, 3}));
    unary("pad reflect 3-D", x -> x.pad(Border.REFLECT, new int[] {1, 2, 1}, new int[] {1, 0, 2}));
  }

  private void losses() {
    unary("weightedPenalty squared", x -> penalty(Penalty.SQUARED, x));
    unary("weightedPenalty absolute", x -> penalty(Penalty.ABSOLUTE, x));
    unary(
        "mean squared", x -> x.subtract(GOLDEN.tensor(x.device(), "loss/target")).square().mean());
    unary("mean absolute", x -> x.subtract(GOLDEN.tensor(x.device(), "loss/target")).abs().mean());
  }

  private static Tensor penalty(Penalty penalty, Tensor x) {
    Tensor target = GOLDEN.tensor(x.device(), "loss/target");
    return x.weightedPenalty(penalty, target, GOLDEN.tensor(x.device(), "loss/weight"));
  }

  private void unary(String name, UnaryOperator<Tensor> function) {
    cases.put(name, in -> function.apply(in.get(0)));
  }

  private void binary(String name, BinaryOperator<Tensor> function) {
    cases.put(name, in -> function.apply(in.get(0), in.get(1)));
  }
}
