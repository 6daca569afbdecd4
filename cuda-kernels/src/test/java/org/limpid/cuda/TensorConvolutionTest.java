package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.data.Offset.offset;
import static org.limpid.backend.Precision.BFLOAT16;
import static org.limpid.backend.Precision.TF32;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ConvolutionKernels.Part;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.cuda.ptx.PtxException;
import org.limpid.cuda.ptx.Scheduler;

/**
 * Convolution on tensor cores, on the interpreter: with factors that a precision holds exactly it
 * agrees with the reference as float32 does; mistakes in the shipped PTX are caught.
 */
class TensorConvolutionTest {

  /** Numbers with any fraction. */
  private static final int ALL = 0;

  private static final WindowGeometry SMALL =
      WindowGeometry.same(new Grid(1, 1, 9, 8, 24), 20, new Size3(1, 3, 3), Size3.ONE);

  static Stream<Arguments> cases() {
    return geometries().flatMap(g -> Stream.of(Arguments.of(TF32, g), Arguments.of(BFLOAT16, g)));
  }

  private static Stream<WindowGeometry> geometries() {
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
  @MethodSource("cases")
  void agreesWithReferenceOnFactorsThatThePrecisionHolds(Precision precision, WindowGeometry g) {
    List<float[]> expected = run(new ReferenceBackend(), g, fraction(precision), 0);
    List<float[]> actual = run(tensor(precision, Scheduler.BY_TURNS), g, fraction(precision), 0);
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).length; k++) {
        assertThat((double) actual.get(i)[k])
            .as("output %d, element %d of %s", i, k, g)
            .isCloseTo(expected.get(i)[k], offset(2e-5));
      }
    }
  }

  /** Parts of more than one tile, their result's statistics, and all gradients. */
  @ParameterizedTest
  @EnumSource(names = {"TF32", "BFLOAT16"})
  void partsAndStatisticsAgreeWithReference(Precision precision) {
    List<float[]> expected = runParts(new ReferenceBackend(), precision, 336);
    List<float[]> actual = runParts(tensor(precision, Scheduler.BY_TURNS), precision, 336);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).as("output %d", i).containsExactly(expected.get(i), offset(1e-4f));
    }
  }

  /**
   * Every barrier of a convolution with statistics is needed. They are taken one at a time: which
   * threads they keep apart differs.
   */
  @ParameterizedTest
  @EnumSource(names = {"TF32", "BFLOAT16"})
  void everyBarrierIsNeeded(Precision precision) {
    String kernel = precision == TF32 ? "tensor_forward(" : "bfloat16_forward(";
    String shipped = Launcher.ptx(precision == TF32 ? "tensor_convolution" : "tensor_bfloat16");
    List<float[]> right = runParts(tensor(precision, Scheduler.RANDOM_WARP), precision, 84);
    int from = shipped.indexOf(".entry " + kernel);
    int barriers = 0;
    while (true) {
      int at = shipped.indexOf("bar.sync", from);
      int next = shipped.indexOf(".entry ", shipped.indexOf(".entry " + kernel) + 1);
      if (at < 0 || (next >= 0 && at > next)) {
        break;
      }
      from = shipped.indexOf(';', at) + 1;
      String changed = shipped.substring(0, at) + shipped.substring(from);
      barriers++;
      assertThat(isCaught(right, precision, ptx -> ptx.equals(shipped) ? changed : ptx))
          .as("barrier %d removed", barriers)
          .isTrue();
    }
    assertThat(barriers).isGreaterThan(4);
  }

  private static boolean isCaught(
      List<float[]> right, Precision precision, UnaryOperator<String> change) {
    Gpu gpu = new InterpretedGpu(Scheduler.RANDOM_WARP, 1 << 26, change);
    try {
      // One block: an order of its warps that shows the mistake may have to be waited for.
      for (int attempt = 0; attempt < 8; attempt++) {
        List<float[]> outputs = runParts(new CudaBackend(gpu, precision), precision, 84);
        for (int i = 0; i < right.size(); i++) {
          if (!Arrays.equals(right.get(i), outputs.get(i))) {
            return true;
          }
        }
      }
      return false;
    } catch (PtxException e) {
      return true;
    }
  }

  /**
   * A result, its mean and variance, and the gradients of two parts and of the weights, from parts
   * where a backend joins them, else from what they stand for.
   *
   * @param pixels of the joined images: 84 each
   */
  private static List<float[]> runParts(Backend backend, Precision precision, int pixels) {
    int images = pixels / 84;
    Grid small = new Grid(images, 1, 3, 14, 20);
    Grid skip = new Grid(images, 1, 6, 14, 8);
    Grid whole = skip.withChannels(28);
    // 252 products are 16 slices, of which the last one comes to lie where statistics are added.
    int channels = images > 1 ? 68 : 20;
    WindowGeometry g = WindowGeometry.same(whole, channels, new Size3(1, 3, 3), Size3.ONE);
    Random random = new Random(2);
    int fraction = fraction(precision);
    float[] first = numbers(random, small.elements(), fraction);
    float[] second = numbers(random, skip.elements(), fraction);
    float[] weights = numbers(random, 9L * 28 * channels, fraction);
    float[] gradients = numbers(random, g.output().elements(), fraction);
    List<float[]> outputs = new ArrayList<>();
    try (backend) {
      ConvolutionKernels kernels = backend.convolution();
      Storage weight = given(backend, weights);
      Storage gradY = given(backend, gradients);
      Storage y = backend.allocate(g.output().elements());
      Storage mean = backend.allocate(channels);
      Storage variance = backend.allocate(channels);
      Storage gradWeight = backend.allocate(weights.length);
      if (kernels.joins(g, List.of(small, skip))) {
        List<Part> parts =
            List.of(new Part(small, given(backend, first)), new Part(skip, given(backend, second)));
        Storage gradFirst = backend.allocate(whole.pixels() * 20);
        Storage gradSecond = backend.allocate(whole.pixels() * 8);
        kernels.forwardMeasured(g, parts, weight, null, y, mean, variance);
        kernels.backwardWeightJoined(g, parts, gradY, gradWeight, null);
        kernels.backwardInputJoined(
            g,
            weight,
            gradY,
            List.of(new Part(whole.withChannels(20), gradFirst), new Part(skip, gradSecond)));
        outputs.add(taken(backend, gradFirst));
        outputs.add(taken(backend, gradSecond));
      } else {
        float[] joined = new float[(int) whole.elements()];
        for (int pixel = 0; pixel < whole.pixels(); pixel++) {
          int row = pixel / 14;
          int below = row / 2 * 14 + pixel % 14;
          System.arraycopy(first, below * 20, joined, pixel * 28, 20);
          System.arraycopy(second, pixel * 8, joined, pixel * 28 + 20, 8);
        }
        Storage x = given(backend, joined);
        Storage gradX = backend.allocate(joined.length);
        kernels.forward(g, x, weight, null, Activation.IDENTITY, y);
        backend.normalization().statistics(whole.pixels(), channels, y, mean, variance);
        kernels.backwardWeight(g, x, gradY, gradWeight, null);
        kernels.backwardInput(g, weight, gradY, gradX);
        float[] all = taken(backend, gradX);
        float[] one = new float[(int) whole.pixels() * 20];
        float[] other = new float[second.length];
        for (int pixel = 0; pixel < whole.pixels(); pixel++) {
          System.arraycopy(all, pixel * 28, one, pixel * 20, 20);
          System.arraycopy(all, pixel * 28 + 20, other, pixel * 8, 8);
        }
        outputs.add(one);
        outputs.add(other);
      }
      for (Storage output : new Storage[] {y, mean, variance, gradWeight}) {
        outputs.add(taken(backend, output));
      }
    }
    return outputs;
  }

  private static Storage given(Backend backend, float[] values) {
    Storage storage = backend.allocate(values.length);
    backend.upload(values, storage);
    return storage;
  }

  private static float[] taken(Backend backend, Storage from) {
    float[] values = new float[(int) from.elements()];
    backend.download(from, values);
    return values;
  }

  @ParameterizedTest
  @CsvSource({"TF32, 1e-4, 3e-2", "BFLOAT16, 1e-3, 2e-1"})
  void otherFactorsAreRounded(Precision precision, double least, double most) {
    List<float[]> exact = run(new ReferenceBackend(), SMALL, ALL, 0);
    List<float[]> rounded = run(tensor(precision, Scheduler.LOCKSTEP), SMALL, ALL, 0);
    double largest = 0;
    for (int k = 0; k < exact.get(0).length; k++) {
      largest = Math.max(largest, Math.abs(exact.get(0)[k] - rounded.get(0)[k]));
    }
    // 216 products of about 1, each off by up to half of a last place twice, with either sign.
    assertThat(largest).isBetween(least, most);
  }

  @ParameterizedTest
  @EnumSource(names = {"TF32", "BFLOAT16"})
  void operandsThatDoNotFitAreComputedExactly(Precision precision) {
    List<float[]> exact = run(new ReferenceBackend(), SMALL, ALL, 1);
    List<float[]> actual = run(tensor(precision, Scheduler.LOCKSTEP), SMALL, ALL, 1);
    for (int k = 0; k < exact.get(0).length; k++) {
      assertThat((double) actual.get(0)[k]).isCloseTo(exact.get(0)[k], offset(3e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TF32", "BFLOAT16"})
  void mistakesAreCaught(Precision precision) {
    Trial trial = new Trial(precision);
    // None: the order of warps alone changes nothing.
    assertThat(trial.isCaught(ptx -> ptx)).isFalse();
    assertThat(trial.isCaught(ptx -> ptx.replaceAll("\\n\\s*bar\\.sync[^;]*;", "")))
        .as("barrier removed")
        .isTrue();
    assertThat(trial.isCaught(ptx -> ptx.replace("cp.async.wait_group 1;", "")))
        .as("wait removed")
        .isTrue();
    assertThat(
            trial.isCaught(ptx -> ptx.replace("cp.async.wait_group 1;", "cp.async.wait_group 2;")))
        .as("wait weakened")
        .isTrue();
    assertThat(
            trial.isCaught(
                ptx ->
                    Pattern.compile("\\{(%r\\d+),(%r\\d+)\\}, \\{(%f\\d+)")
                        .matcher(ptx)
                        .replaceAll("{$2,$1}, {$3")))
        .as("operands of the product swapped")
        .isTrue();
    assertThat(trial.isCaught(ptx -> ptx.replace("], 16, ", "], 8, ")))
        .as("copy of half the bytes")
        .isTrue();
  }

  @Test
  void halvesOfPairsMayNotBeSwapped() {
    String pair = "cvt\\.rn\\.bf16x2\\.f32 (%r\\d+), (%f\\d+), (%f\\d+);";
    assertThat(
            new Trial(BFLOAT16)
                .isCaught(
                    // One of the factors' pairs only: with both swapped, products stay the same.
                    ptx ->
                        Pattern.compile(pair)
                            .matcher(ptx)
                            .replaceFirst("cvt.rn.bf16x2.f32 $1, $3, $2;")))
        .isTrue();
  }

  @Test
  void defaultIsTf32WhereTheChipHasIt() {
    assertThat(Precisions.chosen(Optional.empty(), 75)).isEqualTo(Precision.FLOAT32);
    assertThat(Precisions.chosen(Optional.empty(), 80)).isEqualTo(TF32);
    assertThat(Precisions.chosen(Optional.of(BFLOAT16), 90)).isEqualTo(BFLOAT16);
    assertThat(Precisions.chosen(Optional.of(Precision.FLOAT32), 90)).isEqualTo(Precision.FLOAT32);
    assertThatIllegalStateException()
        .isThrownBy(() -> Precisions.chosen(Optional.of(TF32), 75))
        .withMessage(
            "cuda: precision tf32: the GPU has compute capability 7.5 (expected: 8.0 or higher)."
                + " Use float32");
  }

  /** Runs with mistakes beside the run without. */
  private static final class Trial {
    private final Precision precision;
    private final List<float[]> right;

    Trial(Precision precision) {
      this.precision = precision;
      right = outputs(UnaryOperator.identity());
    }

    private List<float[]> outputs(UnaryOperator<String> change) {
      Gpu gpu = new InterpretedGpu(Scheduler.RANDOM_WARP, 1 << 26, change);
      return run(new CudaBackend(gpu, precision), SMALL, fraction(precision), 0);
    }

    boolean isCaught(UnaryOperator<String> mistake) {
      UnaryOperator<String> change = ptx -> ptx.contains("mma.sync") ? mistake.apply(ptx) : ptx;
      String shipped = Launcher.ptx(precision == TF32 ? "tensor_convolution" : "tensor_bfloat16");
      boolean isChanged = !change.apply(shipped).equals(shipped);
      try {
        List<float[]> outputs = outputs(change);
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
  }

  private static Backend tensor(Precision precision, Scheduler scheduler) {
    return new CudaBackend(
        new InterpretedGpu(scheduler, 1 << 26, UnaryOperator.identity()), precision);
  }

  /** Parts of 1 that make factors which a precision holds. */
  private static int fraction(Precision precision) {
    return precision == TF32 ? 512 : 64;
  }

  /** Output, gradient of the input, and of the weights; operands begin at an element of a block. */
  private static List<float[]> run(Backend backend, WindowGeometry g, int fraction, int offset) {
    Random random = new Random(1);
    List<float[]> outputs = new ArrayList<>();
    try (backend) {
      long weights = (long) g.window().volume() * g.input().channels() * g.output().channels();
      Storage x = upload(backend, random, g.input().elements(), fraction, offset);
      Storage weight = upload(backend, random, weights, fraction, offset);
      Storage gradY = upload(backend, random, g.output().elements(), fraction, offset);
      Storage bias = upload(backend, random, g.output().channels(), fraction, offset);
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
      Backend backend, Random random, long elements, int fraction, int offset) {
    Storage part = backend.allocate(elements + offset).slice(offset, elements);
    backend.upload(numbers(random, elements, fraction), part);
    return part;
  }

  private static float[] numbers(Random random, long elements, int fraction) {
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          fraction == ALL
              ? 2 * random.nextFloat() - 1
              : (random.nextInt(2 * fraction + 1) - fraction) / (float) fraction;
    }
    return values;
  }
}
