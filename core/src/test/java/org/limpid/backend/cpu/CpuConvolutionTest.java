package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.backend.Activation;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * Every algorithm against the definition. Operands lie at odd offsets between NaNs, so that a read
 * or write beside them shows, and scratch memory is filled with NaN by a first run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CpuConvolutionTest {

  /** Of the largest output; 1.9e-6 was seen, where the largest is itself small. */
  private static final double DIRECT_ERROR = 3e-6;

  /** Of the largest output; 5.9e-6 was seen. */
  private static final double FOUR_ERROR = 1.2e-5;

  /** Of the largest output; 8.2e-6 was seen. */
  private static final double SIX_ERROR = 2e-5;

  private static final int[] SIZES = {1, 2, 3, 5, 17, 31, 33};
  private static final int[] CHANNELS = {1, 2, 3, 5, 16, 32, 33, 48};

  /** One implementation under test. */
  record Subject(PanelKernels<?> kernels, CpuConvolution.Choice choice, double error) {
    @Override
    public String toString() {
      return choice + ", " + kernels.description();
    }
  }

  private final WorkerPool workers = new WorkerPool(3);
  private final WorkerPool alone = new WorkerPool(1);
  private final BufferPool memory = new BufferPool();
  private final Random random = new Random(7);

  static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    List<PanelKernels<?>> all = new ArrayList<>(List.of(new PlainKernels()));
    if (VectorSupport.unavailableReason().isEmpty()) {
      all.add(VectorSupport.fastestKernels(new BufferPool()));
    }
    for (PanelKernels<?> kernels : all) {
      subjects.add(new Subject(kernels, CpuConvolution.Choice.DIRECT, DIRECT_ERROR));
      subjects.add(new Subject(kernels, CpuConvolution.Choice.TILES_OF_4, FOUR_ERROR));
      subjects.add(new Subject(kernels, CpuConvolution.Choice.TILES_OF_6, SIX_ERROR));
    }
    return subjects;
  }

  @AfterAll
  void close() {
    workers.close();
    alone.close();
    memory.close();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void threeByThreeWindowsOfAnySizeAgreeWithTheDefinition(Subject subject) {
    for (int height : SIZES) {
      for (int width : SIZES) {
        int c = pick(CHANNELS);
        int k = pick(CHANNELS);
        Grid in = new Grid(1 + random.nextInt(2), 1, height, width, c);
        check(subject, WindowGeometry.same(in, k, new Size3(1, 3, 3), new Size3(1, 1, 1)));
        if (height >= 3 && width >= 3) {
          check(subject, WindowGeometry.valid(in, k, new Size3(1, 3, 3), new Size3(1, 1, 1)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void anyNumbersOfChannelsAgreeWithTheDefinition(Subject subject) {
    for (int c : CHANNELS) {
      for (int k : CHANNELS) {
        Grid in = new Grid(1, 1, 5, 9, c);
        check(subject, WindowGeometry.same(in, k, new Size3(1, 3, 3), new Size3(1, 1, 1)));
      }
    }
    check(subject, square(1, 9, 130, 70, 3, 1));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void oneChannelAtAnEndAgreesWithTheDefinition(Subject subject) {
    // Winograd's has errors that single outputs, or none but zeros, do not set a scale for.
    assumeTrue(
        subject.choice() == CpuConvolution.Choice.DIRECT,
        "not run: only the definition is exact enough");
    Size3 unit = new Size3(1, 1, 1);
    Size3 window = new Size3(1, 3, 3);
    for (int size : SIZES) {
      Grid image = new Grid(2, 1 + size % 2, size, pick(SIZES), 1);
      check(subject, WindowGeometry.same(image, 32, window, unit));
      check(subject, WindowGeometry.same(image.withChannels(48), 1, unit, unit));
      if (size >= 3) {
        check(subject, WindowGeometry.valid(new Grid(1, 1, size, 7, 1), 16, window, unit));
      }
      // Outputs beyond the image, and beside all of it.
      Grid wide = new Grid(1, 1, size + 9, size + 16, 32);
      Grid in = new Grid(1, 1, size + 4, size + 4, 1);
      check(subject, new WindowGeometry(in, wide, window, unit, new Size3(0, 2, 5)));
      check(subject, new WindowGeometry(in, wide, window, unit, new Size3(0, size + 8, size + 24)));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void manyPixelsAgreeWithTheDefinition(Subject subject) {
    check(subject, square(2, 65, 5, 8, 3, 1));
    check(subject, square(5, 64, 3, 2, 3, 1));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void otherWindowsAndStridesAgreeWithTheDefinition(Subject subject) {
    for (int window : new int[] {1, 2, 3, 4, 5, 7}) {
      for (int stride : new int[] {1, 2, 3}) {
        int size = window + random.nextInt(9);
        Grid in = new Grid(2, 1, size, size + 3, pick(CHANNELS));
        Size3 windows = new Size3(1, window, Math.max(1, window - stride % 2));
        Size3 strides = new Size3(1, stride, Math.max(1, stride - 1));
        check(subject, WindowGeometry.same(in, pick(CHANNELS), windows, strides));
        check(subject, WindowGeometry.valid(in, pick(CHANNELS), windows, strides));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void volumesAgreeWithTheDefinition(Subject subject) {
    for (int stride : new int[] {1, 2}) {
      for (int depth : new int[] {1, 3, 5}) {
        Grid in = new Grid(2, depth, 6, 5, pick(CHANNELS));
        Size3 window = new Size3(3, 3, 3);
        Size3 flat = new Size3(stride, 1, 1);
        check(subject, WindowGeometry.same(in, pick(CHANNELS), window, flat));
        check(subject, WindowGeometry.same(in, pick(CHANNELS), window, new Size3(1, 2, stride)));
        check(subject, WindowGeometry.same(in, 3, new Size3(2, 3, 3), new Size3(3, 1, 1)));
        if (depth >= 3) {
          check(subject, WindowGeometry.valid(in, pick(CHANNELS), window, flat));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void paddingMayExceedTheWindow(Subject subject) {
    Grid in = new Grid(1, 1, 3, 4, 5);
    Grid out = new Grid(1, 1, 12, 15, 6);
    check(
        subject,
        new WindowGeometry(in, out, new Size3(1, 3, 3), new Size3(1, 1, 1), new Size3(0, 5, 7)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void bitsDoNotDependOnThreads(Subject subject) {
    for (WindowGeometry g :
        List.of(
            square(3, 64, 8, 8, 3, 1), square(2, 33, 17, 40, 3, 1), square(2, 33, 3, 5, 5, 2))) {
      Operands operands = new Operands(g, random);
      float[][] shared = operands.run(convolution(subject, workers));
      float[][] single = operands.run(convolution(subject, alone));
      assertThat(shared).isDeepEqualTo(single);
    }
  }

  @Test
  void vectorsGiveTheBitsOfPlainLoops() {
    assumeTrue(
        VectorSupport.unavailableReason().isEmpty(),
        () -> "not run: " + VectorSupport.unavailableReason().orElseThrow());
    PanelKernels<?> vectors = VectorSupport.fastestKernels(memory);
    for (CpuConvolution.Choice choice : CpuConvolution.Choice.values()) {
      for (WindowGeometry g :
          List.of(
              square(2, 96, 5, 3, 3, 1),
              square(2, 33, 17, 40, 3, 1),
              square(2, 9, 3, 5, 5, 2),
              // Groups of pixels that end within a row.
              square(3, 67, 1, 32, 3, 1),
              square(3, 67, 1, 48, 3, 1),
              square(3, 67, 32, 1, 1, 1),
              square(3, 67, 48, 1, 1, 1))) {
        Operands operands = new Operands(g, random);
        float[][] plain =
            operands.run(new CpuConvolution(workers, memory, new PlainKernels(), choice));
        float[][] fast = operands.run(new CpuConvolution(workers, memory, vectors, choice));
        assertThat(fast).isDeepEqualTo(plain);
      }
    }
  }

  @Test
  void vectorsPassActivationsWithTheBitsOfPlainLoops() {
    assumeTrue(
        VectorSupport.unavailableReason().isEmpty(),
        () -> "not run: " + VectorSupport.unavailableReason().orElseThrow());
    PanelKernels<?> vectors = VectorSupport.fastestKernels(memory);
    for (Activation activation : List.of(Activation.RELU, Activation.ELU)) {
      for (int channels : CHANNELS) {
        Grid grid = new Grid(2, 1, 61, 23, channels);
        assertThat(passed(vectors, activation, grid))
            .isDeepEqualTo(passed(new PlainKernels(), activation, grid));
      }
    }
  }

  private float[][] passed(PanelKernels<?> kernels, Activation activation, Grid grid) {
    int elements = (int) grid.elements();
    Random numbers = new Random(2);
    float[] y = new float[elements];
    float[] gradient = new float[elements];
    for (int i = 0; i < elements; i++) {
      y[i] = Math.max(0, (float) numbers.nextGaussian());
      gradient[i] = (float) numbers.nextGaussian();
    }
    float[] bias = new float[grid.channels()];
    CpuStorage inPlace = CpuStorage.block(gradient, elements);
    new CpuConvolution(workers, memory, kernels, CpuConvolution.Choice.FASTEST)
        .backwardActivation(
            grid,
            activation,
            CpuStorage.block(y, elements),
            inPlace,
            inPlace,
            CpuStorage.block(bias, bias.length));
    return new float[][] {gradient, bias};
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void biasAndActivationAreAppliedLast(Subject subject) {
    WindowGeometry g = square(1, 9, 8, 33, 3, 1);
    Operands operands = new Operands(g, random);
    double[] sums = ConvolutionOracle.forward(g, operands.x.values, operands.weight.values);
    for (Activation activation :
        List.of(
            Activation.IDENTITY,
            Activation.RELU,
            Activation.leakyRelu(0.1f),
            Activation.ELU,
            Activation.SIGMOID,
            Activation.SOFTPLUS)) {
      float[] expected = new float[sums.length];
      for (int i = 0; i < sums.length; i++) {
        expected[i] = (float) (sums[i] + operands.bias.values[i % 33]);
      }
      Activations.forward(activation, expected, expected, 0, expected.length);
      operands.forward(convolution(subject, workers), activation);
      double[] wanted = new double[sums.length];
      for (int i = 0; i < sums.length; i++) {
        wanted[i] = expected[i];
      }
      assertClose(activation + "", operands.y.read(), wanted, scale(sums), subject.error());
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void gradientWithRespectToTheInputIsTheAdjoint(Subject subject) {
    WindowGeometry g = square(2, 31, 16, 33, 3, 1);
    Operands operands = new Operands(g, random);
    float[][] results = operands.run(convolution(subject, workers));
    double left = dot(results[0], operands.gradY.values);
    double right = dot(results[1], operands.x.values);
    double norms =
        Math.sqrt(dot(results[0], results[0]) * dot(operands.gradY.values, operands.gradY.values));
    assertThat(Math.abs(left - right) / norms).isLessThan(subject.error());
  }

  private static WindowGeometry square(
      int batch, int size, int channels, int outChannels, int window, int stride) {
    return WindowGeometry.same(
        new Grid(batch, 1, size, size, channels),
        outChannels,
        new Size3(1, window, window),
        new Size3(1, stride, stride));
  }

  private void check(Subject subject, WindowGeometry g) {
    Operands operands = new Operands(g, random);
    CpuConvolution convolution = convolution(subject, workers);
    operands.runOnNaN(convolution);
    float[][] results = operands.run(convolution);
    float[] x = operands.x.values;
    float[] weight = operands.weight.values;
    float[] gradY = operands.gradY.values;
    String name = subject + " " + g;
    double[] y = ConvolutionOracle.forward(g, x, weight);
    assertClose("y, " + name, results[0], y, scale(y), subject.error());
    double[] gradX = ConvolutionOracle.backwardInput(g, weight, gradY);
    assertClose("gradX, " + name, results[1], gradX, scale(gradX), subject.error());
    double[] gradWeight = ConvolutionOracle.backwardWeight(g, x, gradY);
    assertClose("gradWeight, " + name, results[2], gradWeight, scale(gradWeight), subject.error());
    double[] gradBias = new double[g.output().channels()];
    for (int i = 0; i < gradY.length; i++) {
      gradBias[i % gradBias.length] += gradY[i];
    }
    assertClose("gradBias, " + name, results[3], gradBias, scale(gradBias), subject.error());
  }

  private CpuConvolution convolution(Subject subject, WorkerPool threads) {
    return new CpuConvolution(threads, memory, subject.kernels(), subject.choice());
  }

  private static void assertClose(
      String name, float[] actual, double[] expected, double scale, double error) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    assertThat(worst / scale).as(name).isLessThan(error);
  }

  private static double scale(double[] values) {
    return Math.max(1, Arrays.stream(values).map(Math::abs).max().orElse(0));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private int pick(int[] from) {
    return from[random.nextInt(from.length)];
  }
}
