package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Tape;
import org.limpid.backend.Activation;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * A convolution of parts against the enlargement, concatenation and convolution it stands for: the
 * same bits, on the processor's vectors and in plain loops, but for the gradient of the enlarged
 * part, which is summed before it is written.
 */
class JoinedConvolutionTest {

  private static final int OUT = 24;

  /** Which result is summed over repeated pixels, in place otherwise than carried out. */
  private static final int GRADIENT_OF_FIRST = 1;

  /** Of the largest gradient. */
  private static final double SUMMED_ERROR = 1e-5;

  private static final Activation ELU = Activation.ELU;

  /**
   * Parts of one image.
   *
   * @param first the smaller part
   * @param second the part of full extents
   */
  record Case(Shape first, int[] factor, Shape second) {}

  static Stream<Case> cases() {
    return Stream.of(
        new Case(Shape.of(2, 8, 8, 32), new int[] {2, 2}, Shape.of(2, 16, 16, 32)),
        new Case(Shape.of(1, 5, 7, 16), new int[] {2, 2}, Shape.of(1, 10, 14, 48)),
        new Case(Shape.of(3, 3, 2, 48), new int[] {2, 2}, Shape.of(3, 6, 4, 16)),
        new Case(Shape.of(2, 29, 24, 48), new int[] {2, 2}, Shape.of(2, 58, 48, 16)),
        new Case(Shape.of(1, 2, 24, 27, 64), new int[] {2, 2, 2}, Shape.of(1, 4, 48, 54, 16)),
        new Case(Shape.of(2, 11, 9, 16), new int[] {1, 1}, Shape.of(2, 11, 9, 16)),
        new Case(Shape.of(1, 3, 4, 5, 16), new int[] {2, 2, 2}, Shape.of(1, 6, 8, 10, 16)),
        new Case(Shape.of(2, 3, 4, 5, 16), new int[] {1, 2, 2}, Shape.of(2, 3, 8, 10, 32)));
  }

  /** That these are cases in which the processor reads parts in place. */
  @ParameterizedTest
  @MethodSource("cases")
  void joinsInPlace(Case c) {
    try (Device device = Device.cpu(1)) {
      ConvolutionKernels kernels = device.backend().convolution();
      List<Grid> grids = new ArrayList<>();
      int channels = 0;
      for (Shape part : List.of(c.first, c.second)) {
        grids.add(grid(part));
        channels += part.extent(-1);
      }
      Grid first = grids.get(0);
      int[] f = c.factor;
      int deep = f.length == 3 ? f[0] : 1;
      Size3 space =
          new Size3(
              first.depth() * deep,
              first.height() * f[f.length - 2],
              first.width() * f[f.length - 1]);
      Grid whole = first.withSpace(space).withChannels(channels);
      Size3 window = new Size3(f.length == 3 ? 3 : 1, 3, 3);
      WindowGeometry g = WindowGeometry.same(whole, OUT, window, Size3.ONE);
      assertThat(kernels.joins(g, grids)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sameBitsOnVectors(Case c) {
    try (Device device = Device.cpu(3)) {
      assertSame(c, device);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sameBitsInPlainLoops(Case c) {
    try (Device device = Device.cpuForLittleWork(2)) {
      assertSame(c, device);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void plainLoopsGiveTheBitsOfVectors(Case c) {
    try (Device vectors = Device.cpu(2);
        Device loops = Device.cpuForLittleWork(1)) {
      Function<List<Tensor>, Tensor> inPlace =
          in -> Tensor.convJoined(in.subList(0, 2), in.get(2), in.get(3), ELU);
      List<float[]> expected = results(c, vectors, inPlace);
      List<float[]> actual = results(c, loops, inPlace);
      for (int i = 0; i < expected.size(); i++) {
        assertSame(c, i, actual.get(i), expected.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void normalizedInOneAsOneAfterTheOther(Case c) {
    try (Device device = Device.cpu(2)) {
      List<float[]> inOne =
          results(
              c,
              device,
              in ->
                  Tensor.convBatchNorm(
                          in.subList(0, 2), in.get(2), null, in.get(3), in.get(3), 1e-3f, ELU)
                      .value());
      List<float[]> apart =
          results(
              c,
              device,
              in ->
                  Tensor.convJoined(in.subList(0, 2), in.get(2), null, Activation.IDENTITY)
                      .batchNorm(in.get(3), in.get(3), 1e-3f, ELU)
                      .value());
      for (int i = 0; i < inOne.size(); i++) {
        assertSame(c, i, inOne.get(i), apart.get(i));
      }
      assertThat(device.memory().liveBytes()).isZero();
    }
  }

  private static void assertSame(Case c, Device device) {
    List<float[]> inPlace =
        results(c, device, in -> Tensor.convJoined(in.subList(0, 2), in.get(2), in.get(3), ELU));
    List<float[]> carriedOut =
        results(
            c,
            device,
            in -> {
              Tensor large = in.get(0).upsample(Interpolation.NEAREST, c.factor);
              return Tensor.concat(large, in.get(1)).conv(in.get(2), in.get(3), Padding.SAME, ELU);
            });
    for (int i = 0; i < inPlace.size(); i++) {
      if (i == GRADIENT_OF_FIRST) {
        assertClose(c, inPlace.get(i), carriedOut.get(i));
      } else {
        assertSame(c, i, inPlace.get(i), carriedOut.get(i));
      }
    }
    assertThat(device.memory().liveBytes()).isZero();
  }

  private static void assertSame(Case c, int i, float[] actual, float[] expected) {
    int different = Arrays.mismatch(actual, expected);
    assertThat(different).as("first difference of result %d of %s", i, c).isEqualTo(-1);
  }

  private static void assertClose(Case c, float[] actual, float[] expected) {
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(worst)
        .as("gradient of the enlarged part of %s", c)
        .isLessThan(SUMMED_ERROR * largest);
  }

  private static Grid grid(Shape s) {
    boolean isVolume = s.rank() == 5;
    return new Grid(
        s.extent(0), isVolume ? s.extent(1) : 1, s.extent(-3), s.extent(-2), s.extent(-1));
  }

  /** The value, and the gradients of its weighted sum with respect to all inputs. */
  private static List<float[]> results(
      Case c, Device device, Function<List<Tensor>, Tensor> function) {
    List<Shape> shapes = new ArrayList<>(List.of(c.first, c.second));
    int channels = shapes.stream().mapToInt(s -> s.extent(-1)).sum();
    shapes.add(
        c.first.rank() == 5 ? Shape.of(3, 3, 3, channels, OUT) : Shape.of(3, 3, channels, OUT));
    shapes.add(Shape.of(OUT));
    Random random = new Random(7);
    List<float[]> results = new ArrayList<>();
    try (Scope scope = Scope.open();
        Tape tape = Tape.open()) {
      List<Tensor> inputs = new ArrayList<>();
      for (Shape shape : shapes) {
        Tensor input = Tensor.of(device, shape, normal(shape, random));
        tape.watch(input);
        inputs.add(input);
      }
      Tensor y = function.apply(inputs);
      results.add(y.toArray());
      Tensor weights = Tensor.of(device, y.shape(), normal(y.shape(), random));
      Gradients gradients = tape.gradients(y.multiply(weights).sum());
      for (Tensor input : inputs) {
        results.add(Objects.requireNonNull(gradients.of(input)).toArray());
      }
    }
    return results;
  }

  private static float[] normal(Shape shape, Random random) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
