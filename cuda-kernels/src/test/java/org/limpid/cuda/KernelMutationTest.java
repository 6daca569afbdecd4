package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.Backend;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.cuda.ptx.PtxException;
import org.limpid.cuda.ptx.Scheduler;

/**
 * The interpreter is no weaker than it is said to be: mistakes as one makes them, put into the
 * shipped PTX, are caught, by an exception or by a wrong result.
 */
@Tag("once")
class KernelMutationTest {

  private static final Pattern BARRIER = Pattern.compile("\\n\\s*bar\\.sync[^;]*;");

  /** Numbers that stand side by side differ. */
  private static final WindowGeometry CONVOLUTION =
      new WindowGeometry(
          new Grid(2, 4, 9, 14, 5),
          new Grid(2, 3, 5, 7, 6),
          new Size3(2, 3, 4),
          new Size3(1, 2, 3),
          new Size3(0, 1, 2));

  /** A call whose output is compared. */
  private interface Call {
    void on(Backend backend, Storage x, Storage z, Storage y);
  }

  private static void convolve(Backend backend, Storage x, Storage z, Storage y) {
    WindowGeometry g = CONVOLUTION;
    backend
        .convolution()
        .forward(
            g,
            x.slice(0, g.input().elements()),
            z.slice(0, 24 * 5 * 6),
            z.slice(800, 6),
            Activation.RELU,
            y.slice(0, g.output().elements()));
  }

  private static void sum(Backend backend, Storage x, Storage z, Storage y) {
    backend.reduction().sum(new AxisGeometry(1, 640, 1), x.slice(0, 640), y.slice(0, 1));
  }

  private static void subtract(Backend backend, Storage x, Storage z, Storage y) {
    backend
        .elementwise()
        .binary(
            ElementwiseKernels.Binary.SUBTRACT,
            x.slice(8064, 128),
            z.slice(8064, 128),
            y.slice(8064, 128));
  }

  @Test
  void nothingIsCaughtInWhatShips() {
    for (Call call :
        new Call[] {
          KernelMutationTest::convolve, KernelMutationTest::sum, KernelMutationTest::subtract
        }) {
      assertThat(isCaught(call, UnaryOperator.identity())).isFalse();
    }
  }

  @Test
  void everyBarrierOfAConvolutionIsNeeded() {
    String kernel = "conv_forward_narrow";
    int barriers = count(kernel("convolution", kernel), BARRIER);
    assertThat(barriers).isPositive();
    for (int i = 0; i < barriers; i++) {
      int which = i;
      assertThat(isCaught(KernelMutationTest::convolve, ptx -> without(ptx, kernel, which)))
          .as("barrier %d of %d removed", i, barriers)
          .isTrue();
    }
  }

  @Test
  void firstBarrierOfASumIsNeeded() {
    assertThat(isCaught(KernelMutationTest::sum, ptx -> without(ptx, "sum_chunks", 0))).isTrue();
  }

  @Test
  void oneElementTooFarIsCaught() {
    assertThat(
            isCaught(
                KernelMutationTest::subtract,
                ptx ->
                    changed(
                        ptx,
                        "binary",
                        "setp.(ge|le)(.u32[^;]*;)",
                        m -> "setp." + (m.group(1).equals("ge") ? "gt" : "lt") + m.group(2))))
        .isTrue();
  }

  @Test
  void swappedOperandsAreCaught() {
    assertThat(
            isCaught(
                KernelMutationTest::subtract,
                ptx ->
                    changed(
                        ptx,
                        "binary",
                        "sub.f32 \\t?(%\\w+), (%\\w+), (%\\w+);",
                        m ->
                            "sub.f32 " + m.group(1) + ", " + m.group(3) + ", " + m.group(2) + ";")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 16, 24, 28, 32, 36, 44, 48, 56, 60, 68, 72})
  void wrongGeometryIsCaught(int offset) {
    // The place of one number within the structure Window: read the number before it instead.
    assertThat(
            isCaught(
                KernelMutationTest::convolve,
                ptx ->
                    changed(
                        ptx,
                        "conv_forward_narrow",
                        "(param_0)\\+" + offset + "\\]",
                        m -> "param_0+" + (offset - 4) + "]")))
        .as("number at byte %d of the geometry", offset)
        .isTrue();
  }

  private static boolean isCaught(Call call, UnaryOperator<String> mutation) {
    float[] expected = run(call, UnaryOperator.identity());
    try {
      return !Arrays.equals(expected, run(call, mutation));
    } catch (PtxException e) {
      return true;
    }
  }

  private static float[] run(Call call, UnaryOperator<String> mutation) {
    Random random = new Random(5);
    float[] values = new float[8192];
    try (Backend backend =
        new CudaBackend(
            new InterpretedGpu(Scheduler.RANDOM_WARP, 1 << 20, mutation), Precision.FLOAT32)) {
      Storage[] blocks = new Storage[3];
      for (int i = 0; i < blocks.length; i++) {
        // 8192 floats fill their block: what lies behind them is not there.
        blocks[i] = backend.allocate(values.length);
        for (int k = 0; k < values.length; k++) {
          values[k] = (float) random.nextGaussian();
        }
        backend.upload(values, blocks[i]);
      }
      call.on(backend, blocks[0], blocks[1], blocks[2]);
      backend.download(blocks[2], values);
    }
    return values;
  }

  private static String kernel(String family, String name) {
    String ptx = Launcher.ptx(family);
    return ptx.substring(start(ptx, name), end(ptx, name));
  }

  private static int start(String ptx, String kernel) {
    return ptx.indexOf(".entry " + kernel + "(");
  }

  private static int end(String ptx, String kernel) {
    int next = ptx.indexOf(".entry ", start(ptx, kernel) + 1);
    return next < 0 ? ptx.length() : next;
  }

  private static int count(String text, Pattern pattern) {
    return (int) pattern.matcher(text).results().count();
  }

  private static String without(String ptx, String kernel, int barrier) {
    int[] seen = new int[1];
    return changed(ptx, kernel, BARRIER.pattern(), m -> seen[0]++ == barrier ? "" : m.group());
  }

  /** Replaces in one kernel of the module that has it; other modules stay as they are. */
  private static String changed(
      String ptx, String kernel, String pattern, Function<MatchResult, String> replacement) {
    if (start(ptx, kernel) < 0) {
      return ptx;
    }
    String before = ptx.substring(start(ptx, kernel), end(ptx, kernel));
    String after =
        Pattern.compile(pattern)
            .matcher(before)
            .replaceAll(m -> Matcher.quoteReplacement(replacement.apply(m)));
    assertThat(after).as("mutation of " + kernel).isNotEqualTo(before);
    return ptx.replace(before, after);
  }
}
