package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/** A convolution with one of single pixels behind it against the two that it stands for. */
class PointwiseConvolutionTest {

  /**
   * Shapes of parts, channels of the first convolution's result.
   *
   * @param activation between the two
   */
  record Case(List<Shape> parts, int between, Activation activation) {

    boolean isVolume() {
      return parts.get(0).rank() == 5;
    }

    int channels() {
      return parts.stream().mapToInt(part -> part.extent(-1)).sum();
    }

    Shape weight() {
      return isVolume()
          ? Shape.of(3, 3, 3, channels(), between)
          : Shape.of(3, 3, channels(), between);
    }

    Shape pointWeight() {
      return isVolume() ? Shape.of(1, 1, 1, between, 1) : Shape.of(1, 1, between, 1);
    }

    List<Shape> shapes() {
      List<Shape> all = new ArrayList<>(parts);
      all.addAll(List.of(weight(), Shape.of(between), pointWeight(), Shape.of(1)));
      return all;
    }
  }

  static Stream<Case> cases() {
    Activation relu = Activation.RELU;
    return Stream.of(
        new Case(List.of(Shape.of(2, 16, 16, 32)), 32, relu),
        new Case(List.of(Shape.of(1, 13, 19, 40)), 32, Activation.IDENTITY),
        new Case(List.of(Shape.of(1, 50, 63, 32)), 32, relu),
        new Case(List.of(Shape.of(1, 5, 7, 32), Shape.of(1, 10, 14, 16)), 32, relu),
        new Case(List.of(Shape.of(1, 4, 9, 11, 16)), 32, relu),
        new Case(List.of(Shape.of(1, 9, 9, 32)), 32, Activation.ELU),
        new Case(List.of(Shape.of(1, 9, 9, 32)), 48, relu),
        new Case(List.of(Shape.of(1, 9, 9, 3)), 32, relu));
  }

  /** That the first cases are ones that need not write what lies between. */
  @Test
  void isFusedWhereItPays() {
    try (Device device = Device.cpu(1)) {
      ConvolutionKernels kernels = device.backend().convolution();
      Grid grid = new Grid(2, 1, 16, 16, 32);
      WindowGeometry g = WindowGeometry.same(grid, 32, new Size3(1, 3, 3), Size3.ONE);
      assertThat(kernels.fusesPointwise(g, List.of(grid), Activation.RELU))
          .isEqualTo(device.backend().description().contains("vectors"));
      assertThat(kernels.fusesPointwise(g, List.of(grid), Activation.ELU)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheBitsOfBoth(Case c) {
    for (int threads : new int[] {1, 3}) {
      try (Device device = Device.cpu(threads);
          Scope scope = Scope.open()) {
        List<Tensor> in = inputs(c, device);
        assertThat(Arrays.mismatch(inOne(c, in).toArray(), inTwo(c, in).toArray())).isEqualTo(-1);
      }
    }
    try (Device device = Device.cpu(2)) {
      Tensor[] in = inputs(c, device).toArray(Tensor[]::new);
      long before = device.memory().liveBytes();
      Tensor y = inOne(c, Arrays.asList(in));
      assertThat(device.memory().liveBytes() - before)
          .as("what is held beside the result, rounded up")
          .isBetween(4 * y.shape().size(), 5 * y.shape().size() + 256);
      y.close();
      Stream.of(in).forEach(Tensor::close);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isDifferentiatedAsBoth(Case c) {
    try (Device device = Device.cpu(2)) {
      List<float[]> one = gradients(c, device, true);
      List<float[]> two = gradients(c, device, false);
      for (int i = 0; i < two.size(); i++) {
        int different = Arrays.mismatch(one.get(i), two.get(i));
        assertThat(different).as("first difference of gradient %d of %s", i, c).isEqualTo(-1);
      }
    }
  }

  @Test
  void wrongShapesAreTold() {
    Case c = cases().findFirst().orElseThrow();
    try (Device device = Device.cpu(1);
        Scope scope = Scope.open()) {
      List<Tensor> in = inputs(c, device);
      Tensor twoOutputs = Tensor.zeros(device, Shape.of(1, 1, 32, 2));
      assertThatThrownBy(
              () ->
                  Tensor.convPointwise(
                      in.subList(0, 1), in.get(1), in.get(2), c.activation, twoOutputs, null))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("convPointwise: pointWeight has shape [1, 1, 32, 2]");
    }
  }

  private static List<Tensor> inputs(Case c, Device device) {
    Random random = new Random(5);
    List<Tensor> inputs = new ArrayList<>();
    for (Shape shape : c.shapes()) {
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.add(Tensor.of(device, shape, values));
    }
    return inputs;
  }

  private static Tensor inOne(Case c, List<Tensor> in) {
    int n = c.parts.size();
    return Tensor.convPointwise(
        in.subList(0, n), in.get(n), in.get(n + 1), c.activation, in.get(n + 2), in.get(n + 3));
  }

  private static Tensor inTwo(Case c, List<Tensor> in) {
    int n = c.parts.size();
    return Tensor.convJoined(in.subList(0, n), in.get(n), in.get(n + 1), c.activation)
        .conv(in.get(n + 2), in.get(n + 3), Padding.SAME, Activation.IDENTITY);
  }

  private static List<float[]> gradients(Case c, Device device, boolean isOne) {
    try (Scope scope = Scope.open();
        Tape tape = Tape.open()) {
      List<Tensor> in = inputs(c, device);
      in.forEach(tape::watch);
      Tensor y = isOne ? inOne(c, in) : inTwo(c, in);
      Gradients gradients = tape.gradients(y.multiply(y).sum());
      return in.stream().map(x -> Objects.requireNonNull(gradients.of(x)).toArray()).toList();
    }
  }
}
