package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ConvolutionKernels.Part;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.Fill;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.Size3;
import org.limpid.backend.SpotGeometry;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.cuda.ptx.PtxException;
import org.limpid.cuda.ptx.Scheduler;
import org.limpid.random.RandomKey;

/**
 * The interpreter is no weaker than it is said to be: mistakes as one makes them, put into the
 * shipped PTX, are caught, by an exception or by a wrong result.
 *
 * <p>The file is long as it is a list: each kind of mistake beside those that it is to be told
 * from.
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

  /** Few inputs, more than one slice of products and block of channels; with statistics. */
  private static final WindowGeometry FEW_INPUTS =
      WindowGeometry.same(new Grid(1, 2, 9, 17, 3), 35, new Size3(1, 3, 3), new Size3(1, 1, 2));

  /** Few outputs, more than one slice of channels. */
  private static final WindowGeometry FEW_OUTPUTS =
      WindowGeometry.same(new Grid(1, 1, 6, 17, 35), 3, new Size3(1, 3, 3), new Size3(1, 1, 2));

  /** Pixels enough for two splits of their sum. */
  private static final WindowGeometry MANY_PIXELS =
      WindowGeometry.same(new Grid(1, 1, 18, 17, 1), 6, new Size3(1, 3, 3), Size3.ONE);

  /** Two parts, and their result's statistics. */
  private static final WindowGeometry IN_PARTS =
      WindowGeometry.same(new Grid(1, 1, 10, 14, 8), 12, new Size3(1, 3, 3), Size3.ONE);

  private static void fewInputs(Backend backend, Storage x, Storage z, Storage y) {
    all(backend, FEW_INPUTS, x, z, y);
  }

  private static void fewOutputs(Backend backend, Storage x, Storage z, Storage y) {
    all(backend, FEW_OUTPUTS, x, z, y);
  }

  private static void manyPixels(Backend backend, Storage x, Storage z, Storage y) {
    all(backend, MANY_PIXELS, x, z, y);
  }

  /** All products of a convolution, one behind the other. */
  private static void all(Backend backend, WindowGeometry g, Storage x, Storage z, Storage y) {
    long in = g.input().elements();
    long out = g.output().elements();
    long weights = (long) g.window().volume() * g.input().channels() * g.output().channels();
    Storage input = x.slice(0, in);
    Storage weight = z.slice(0, weights);
    Storage gradY = z.slice(2048, out);
    ConvolutionKernels kernels = backend.convolution();
    if (kernels.measures(g, List.of(g.input()))) {
      measured(kernels, g, List.of(new Part(g.input(), input)), weight, y);
    } else {
      kernels.forward(g, input, weight, null, Activation.IDENTITY, y.slice(0, out));
    }
    kernels.backwardInput(g, weight, gradY, x.slice(in, in));
    kernels.backwardWeight(g, input, gradY, y.slice(6500, weights), null);
    backend
        .elementwise()
        .binary(
            ElementwiseKernels.Binary.ADD, x.slice(in, 200), x.slice(in, 200), y.slice(7800, 200));
  }

  private static void measured(
      ConvolutionKernels kernels, WindowGeometry g, List<Part> x, Storage weight, Storage y) {
    int channels = g.output().channels();
    kernels.forwardMeasured(
        g,
        x,
        weight,
        null,
        y.slice(0, g.output().elements()),
        y.slice(8100, channels),
        y.slice(8140, channels));
  }

  private static void inParts(Backend backend, Storage x, Storage z, Storage y) {
    Grid whole = IN_PARTS.input();
    List<Part> parts =
        List.of(
            new Part(new Grid(1, 1, 5, 7, 3), x.slice(0, 5 * 7 * 3)),
            new Part(whole.withChannels(5), x.slice(200, whole.pixels() * 5)));
    Storage weight = z.slice(0, 9 * 8 * 12);
    ConvolutionKernels kernels = backend.convolution();
    measured(kernels, IN_PARTS, parts, weight, y);
    Storage gradY = z.slice(2000, IN_PARTS.output().elements());
    kernels.backwardWeightJoined(IN_PARTS, parts, gradY, y.slice(2000, 9 * 8 * 12), null);
    kernels.backwardInputJoined(
        IN_PARTS,
        weight,
        gradY,
        List.of(
            new Part(whole.withChannels(3), y.slice(4000, whole.pixels() * 3)),
            new Part(whole.withChannels(5), y.slice(5000, whole.pixels() * 5))));
  }

  private static void sum(Backend backend, Storage x, Storage z, Storage y) {
    backend.reduction().sum(new AxisGeometry(1, 640, 1), x.slice(0, 640), y.slice(0, 1));
  }

  /** Medians of more than a warp, and replacements whose numbers others move. */
  private static void hide(Backend backend, Storage x, Storage z, Storage y) {
    Grid grid = new Grid(2, 3, 9, 11, 2);
    long n = grid.elements();
    for (Fill fill : List.of(Fill.MEDIAN, Fill.ANY)) {
      SpotGeometry spots = new SpotGeometry(grid, 1.9, 2, fill);
      long at = fill == Fill.MEDIAN ? 0 : 2 * n;
      backend
          .random()
          .hide(
              spots,
              new RandomKey(5, 6, 7),
              z.slice(0, spots.masks()),
              x.slice(0, n),
              y.slice(at, n),
              y.slice(at + n, n));
    }
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
          KernelMutationTest::convolve,
          KernelMutationTest::fewInputs,
          KernelMutationTest::fewOutputs,
          KernelMutationTest::manyPixels,
          KernelMutationTest::inParts,
          KernelMutationTest::sum,
          KernelMutationTest::hide,
          KernelMutationTest::subtract
        }) {
      assertThat(isCaught(call, UnaryOperator.identity())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv_forward_narrow",
        "direct_forward_expand",
        "direct_backward_input_contract_few",
        "direct_backward_weight_few_inputs",
        "direct_forward_contract_few",
        "direct_backward_input_expand",
        "direct_backward_weight_few_outputs",
        "conv_add_splits"
      })
  void everyBarrierOfAConvolutionIsNeeded(String kernel) {
    String family = kernel.startsWith("conv_") ? "convolution" : "direct";
    int barriers = count(kernel(family, kernel), BARRIER);
    assertThat(barriers).isPositive();
    for (int i = 0; i < barriers; i++) {
      int which = i;
      assertThat(isCaught(that(kernel), ptx -> without(ptx, kernel, which)))
          .as("barrier %d of %d removed", i, barriers)
          .isTrue();
    }
  }

  /** A call that runs a kernel. */
  private static Call that(String kernel) {
    return switch (kernel) {
      case "conv_forward_narrow" -> KernelMutationTest::inParts;
      case "conv_add_splits" -> KernelMutationTest::manyPixels;
      case "direct_forward_contract_few",
          "direct_backward_input_expand",
          "direct_backward_weight_few_outputs" ->
          KernelMutationTest::fewOutputs;
      default -> KernelMutationTest::fewInputs;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "direct_forward_expand, 4, 0",
    "direct_forward_contract_few, 16, 12",
    "direct_backward_input_contract_few, 60, 56",
    "direct_backward_input_expand, 36, 32",
    "direct_backward_weight_few_inputs, 16, 12",
    "direct_backward_weight_few_outputs, 12, 8"
  })
  void wrongStridesOfKernelsWithoutTilesAreCaught(String kernel, int right, int wrong) {
    // One number of the structure Window is read in place of another.
    assertThat(
            isCaught(
                that(kernel),
                ptx ->
                    changed(
                        ptx,
                        kernel,
                        "param_0" + (right == 0 ? "\\]" : "\\+" + right + "\\]"),
                        m -> wrong == 0 ? "param_0]" : "param_0+" + wrong + "]")))
        .isTrue();
  }

  @Test
  void partsThatAreTakenForEachOtherAreCaught() {
    for (String kernel : List.of("conv_forward_narrow", "conv_backward_weight_narrow")) {
      String second = kernel + "_param_2";
      assertThat(
              isCaught(
                  KernelMutationTest::inParts,
                  ptx ->
                      changed(
                          ptx, kernel, "\\[" + second + "\\]", m -> "[" + kernel + "_param_1]")))
          .as(kernel)
          .isTrue();
      // How much smaller the first part is, taken for the number beside.
      assertThat(
              isCaught(
                  KernelMutationTest::inParts,
                  ptx -> changed(ptx, kernel, "param_3\\+8\\]", m -> "param_3+4]")))
          .as(kernel)
          .isTrue();
    }
  }

  @Test
  void firstBarrierOfASumIsNeeded() {
    assertThat(isCaught(KernelMutationTest::sum, ptx -> without(ptx, "sum_chunks", 0))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          hide      ! shfl.sync.bfly.b32 (%\\w+)\\|%\\w+, (%\\w+),[^;]* ! mov.u32 $1, $2
          hide      ! st.shared.u32 [^;]*;                             ! ' '
          hide      ! (param_0)\\+32\\]                                ! $1+28]
          hide      ! (param_0)\\+24\\]                                ! $1+20]
          spot_rows ! (param_1)\\+24\\]                                ! $1+20]
          spot_rows ! rem.u32                                          ! div.u32
          """)
  void wrongPixelsAndMediansAreCaught(String kernel, String pattern, String replacement) {
    assertThat(
            isCaught(
                KernelMutationTest::hide,
                ptx -> changed(ptx, kernel, pattern, m -> expanded(m, replacement))))
        .isTrue();
  }

  private static String expanded(MatchResult match, String replacement) {
    String text = replacement;
    for (int i = 1; i <= match.groupCount(); i++) {
      text = text.replace("$" + i, match.group(i));
    }
    return text;
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
                        "sub.f32 (%\\w+), (%\\w+), (%\\w+);",
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
