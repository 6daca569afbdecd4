package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.Grid;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.cuda.ptx.PtxException;
import org.limpid.cuda.ptx.Scheduler;

/**
 * Convolution on tensor cores, on the interpreter: with factors that TF32 holds exactly it agrees
 * with the reference as float32 does; mistakes in the shipped PTX are caught.
 */
class TensorConvolutionTest {

  private static final WindowGeometry SMALL =
      WindowGeometry.same(new Grid(1, 1, 9, 8, 24), 20, new Size3(1, 3, 3), Size3.ONE);

  static Stream<WindowGeometry> geometries() {
    return Stream.of(
        SMALL,
        // More than one tile of rows, of columns, and of weights, and two splits of pixels.
        WindowGeometry.same(new Grid(2, 1, 12, 13, 32), 68, new Size3(1, 3, 3), Size3.ONE),
        WindowGeometry.same(new Grid(1, 3, 5, 6, 8), 4, new Size3(3, 3, 3), Size3.ONE),
        WindowGeometry.same(new Grid(1, 1, 11, 9, 4), 8, new Size3(1, 5, 3), new Size3(1, 2, 3)),
        WindowGeometry.same(new Grid(2, 1, 7, 5, 36), 12, Size3.ONE, Size3.ONE),
        new WindowGeometry(
            new Grid(1, 2, 4, 5, 12),
            new Grid(1, 3, 2, 6, 16),
            new Size3(2, 2, 4),
            new Size3(1, 2, 1),
            new Size3(2, 0, 3)));
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void agreesWithReferenceOnFactorsThatTf32Holds(WindowGeometry g) {
    List<float[]> expected = run(new ReferenceBackend(), g, true, 0);
    List<float[]> actual = run(tensor(Scheduler.EITHER, UnaryOperator.identity()), g, true, 0);
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).length; k++) {
        assertThat((double) actual.get(i)[k])
            .as("output %d, element %d of %s", i, k, g)
            .isCloseTo(expected.get(i)[k], offset(2e-5));
      }
    }
  }

  @Test
  void otherFactorsAreRounded() {
    List<float[]> exact = run(new ReferenceBackend(), SMALL, false, 0);
    List<float[]> rounded =
        run(tensor(Scheduler.LOCKSTEP, UnaryOperator.identity()), SMALL, false, 0);
    double largest = 0;
    for (int k = 0; k < exact.get(0).length; k++) {
      largest = Math.max(largest, Math.abs(exact.get(0)[k] - rounded.get(0)[k]));
    }
    // 216 products of about 1, each off by up to 2^-11 twice, with either sign.
    assertThat(largest).isBetween(1e-4, 3e-2);
  }

  @Test
  void operandsThatDoNotFitAreComputedExactly() {
    List<float[]> exact = run(new ReferenceBackend(), SMALL, false, 1);
    List<float[]> actual =
        run(tensor(Scheduler.LOCKSTEP, UnaryOperator.identity()), SMALL, false, 1);
    for (int k = 0; k < exact.get(0).length; k++) {
      assertThat((double) actual.get(0)[k]).isCloseTo(exact.get(0)[k], offset(3e-5));
    }
  }

  @Test
  void mistakesAreCaught() {
    List<float[]> right =
        run(tensor(Scheduler.RANDOM_WARP, UnaryOperator.identity()), SMALL, true, 0);
    // None: the order of warps alone changes nothing.
    assertThat(isCaught(right, ptx -> ptx)).isFalse();
    assertThat(isCaught(right, ptx -> ptx.replaceAll("\\n\\s*bar\\.sync[^;]*;", "")))
        .as("barrier removed")
        .isTrue();
    assertThat(isCaught(right, ptx -> ptx.replace("cp.async.wait_group 1;", "")))
        .as("wait removed")
        .isTrue();
    assertThat(
            isCaught(right, ptx -> ptx.replace("cp.async.wait_group 1;", "cp.async.wait_group 2;")))
        .as("wait weakened")
        .isTrue();
    assertThat(
            isCaught(
                right,
                ptx ->
                    Pattern.compile("\\{(%r\\d+),(%r\\d+)\\}, \\{(%f\\d+)")
                        .matcher(ptx)
                        .replaceAll("{$2,$1}, {$3")))
        .as("operands of the product swapped")
        .isTrue();
    assertThat(isCaught(right, ptx -> ptx.replace("], 16, ", "], 8, ")))
        .as("copy of half the bytes")
        .isTrue();
  }

  @Test
  void precisionIsNamedByAProperty() {
    assertThat(Precision.chosen(90)).isEqualTo(Precision.FLOAT32);
    System.setProperty(Precision.PROPERTY, "tf32");
    try {
      assertThat(Precision.chosen(80)).isEqualTo(Precision.TF32);
      assertThatIllegalStateException()
          .isThrownBy(() -> Precision.chosen(75))
          .withMessage(
              "limpid.cuda.precision tf32: the GPU has compute capability 7.5 (expected: 8.0 or"
                  + " higher). Use float32");
      System.setProperty(Precision.PROPERTY, "half");
      assertThatIllegalStateException()
          .isThrownBy(() -> Precision.chosen(90))
          .withMessage(
              "limpid.cuda.precision 'half' (expected: float32 or tf32). Leave it out for float32");
    } finally {
      System.clearProperty(Precision.PROPERTY);
    }
  }

  private static boolean isCaught(List<float[]> right, UnaryOperator<String> mistake) {
    UnaryOperator<String> change =
        ptx -> ptx.contains(".entry tensor_forward(") ? mistake.apply(ptx) : ptx;
    String shipped = Launcher.ptx("tensor_convolution");
    boolean isChanged = !change.apply(shipped).equals(shipped);
    try {
      List<float[]> outputs = run(tensor(Scheduler.RANDOM_WARP, change), SMALL, true, 0);
      for (int i = 0; i < right.size(); i++) {
        if (!Arrays.equals(right.get(i), outputs.get(i))) {
          assertThat(isChanged).isTrue();
          return true;
        }
      }
      return false;
    } catch (PtxException e) {
      assertThat(isChanged).isTrue();
      return true;
    }
  }

  private static Backend tensor(Scheduler scheduler, UnaryOperator<String> change) {
    return new CudaBackend(new InterpretedGpu(scheduler, 1 << 26, change), Precision.TF32);
  }

  /** Output, gradient of the input, and of the weights; operands begin at an element of a block. */
  private static List<float[]> run(
      Backend backend, WindowGeometry g, boolean holdsTf32, int offset) {
    Random random = new Random(1);
    List<float[]> outputs = new ArrayList<>();
    try (backend) {
      long weights = (long) g.window().volume() * g.input().channels() * g.output().channels();
      Storage x = upload(backend, random, g.input().elements(), holdsTf32, offset);
      Storage weight = upload(backend, random, weights, holdsTf32, offset);
      Storage gradY = upload(backend, random, g.output().elements(), holdsTf32, offset);
      Storage bias = upload(backend, random, g.output().channels(), holdsTf32, offset);
      Storage y = backend.allocate(g.output().elements());
      Storage gradX = backend.allocate(g.input().elements());
      Storage gradWeight = backend.allocate(weights);
      backend.convolution().forward(g, x, weight, bias, Activation.leakyRelu(0.5f), y);
      backend.convolution().backwardInput(g, weight, gradY, gradX);
      backend.convolution().backwardWeight(g, x, gradY, gradWeight, null);
      for (Storage output : new Storage[] {y, gradX, gradWeight}) {
        float[] values = new float[(int) output.elements()];
        backend.download(output, values);
        outputs.add(values);
      }
    }
    return outputs;
  }

  private static Storage upload(
      Backend backend, Random random, long elements, boolean holdsTf32, int offset) {
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      // 9 bits of fraction, or all.
      values[i] = holdsTf32 ? (random.nextInt(1025) - 512) / 512f : 2 * random.nextFloat() - 1;
    }
    Storage part = backend.allocate(elements + offset).slice(offset, elements);
    backend.upload(values, part);
    return part;
  }
}
