package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Activation;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.ElementwiseKernels.Unary;
import org.limpid.backend.Fill;
import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.LossKernels;
import org.limpid.backend.LossKernels.Penalty;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.OptimizerKernels.AdamStep;
import org.limpid.backend.Orientation;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.backend.SpotGeometry;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.random.RandomKey;

/**
 * Every kernel, on tensors of many chunks, gives the same bits for any number of threads.
 *
 * <p>The file is long as it is a list: one call for each kernel, which a test holds to be complete.
 */
class ThreadCountTest {

  private static final Grid GRID = new Grid(3, 2, 45, 53, 10);
  private static final Size3 CUBE = new Size3(2, 3, 3);
  private static final Size3 TWO = new Size3(1, 2, 2);
  private static final RandomKey KEY = new RandomKey(7, 1, 2);
  private static final float EPSILON = 1e-3f;

  /** Makes arguments and calls a kernel. */
  private interface Call {
    void run(Arguments a);
  }

  /** Storages of one call, filled from a seed; half of them are slices at odd offsets. */
  private static final class Arguments {

    private final Backend backend;
    private final Random random = new Random(3);
    private final List<Storage> all = new ArrayList<>();

    Arguments(Backend backend) {
      this.backend = backend;
    }

    Storage storage(long elements) {
      float[] values = new float[(int) elements];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() + 0.01f;
      }
      int offset = all.size() % 2 * 3;
      Storage storage = backend.allocate(offset + elements).slice(offset, elements);
      backend.upload(values, storage);
      all.add(storage);
      return storage;
    }

    Storage grid() {
      return storage(GRID.elements());
    }

    int[] bits() {
      return all.stream()
          .flatMapToInt(
              storage -> {
                float[] values = new float[(int) storage.elements()];
                backend.download(storage, values);
                int[] bits = new int[values.length];
                for (int i = 0; i < bits.length; i++) {
                  bits[i] = Float.floatToIntBits(values[i]);
                }
                return Arrays.stream(bits);
              })
          .toArray();
    }
  }

  private static Map<String, Call> calls() {
    Map<String, Call> calls = new LinkedHashMap<>();
    elementwise(calls);
    sums(calls);
    windows(calls);
    layout(calls);
    training(calls);
    return calls;
  }

  private static void elementwise(Map<String, Call> calls) {
    for (Binary op : Binary.values()) {
      calls.put(
          "binary " + op, a -> a.backend.elementwise().binary(op, a.grid(), a.grid(), a.grid()));
    }
    for (Unary op : Unary.values()) {
      calls.put("unary " + op, a -> a.backend.elementwise().unary(op, a.grid(), a.grid()));
    }
    calls.put("affine", a -> a.backend.elementwise().affine(a.grid(), 2.5f, -1, a.grid()));
    calls.put("fill", a -> a.backend.elementwise().fill(3, a.grid()));
    calls.put("copy", a -> a.backend.elementwise().copy(a.grid(), a.grid()));
    for (Activation.Kind kind : Activation.Kind.values()) {
      Activation activation = new Activation(kind, 0.25f);
      calls.put(
          "activation " + kind,
          a -> a.backend.elementwise().activation(activation, a.grid(), a.grid()));
      calls.put(
          "activationBackward " + kind,
          a ->
              a.backend.elementwise().activationBackward(activation, a.grid(), a.grid(), a.grid()));
    }
    calls.put("uniform", a -> a.backend.random().uniform(KEY, a.grid()));
    calls.put("bernoulli", a -> a.backend.random().bernoulli(KEY, 0.7f, 2, a.grid(), a.grid()));
    PadGeometry place = new PadGeometry(GRID, new Grid(3, 4, 55, 60, 10), new Size3(1, 4, 3));
    calls.put(
        "bernoulliPart",
        a -> a.backend.random().bernoulliPart(place, KEY, 0.7f, 2, a.grid(), a.grid()));
    SpotGeometry spots = new SpotGeometry(GRID, 4, 2, Fill.MEDIAN);
    calls.put(
        "hide",
        a ->
            a.backend
                .random()
                .hide(spots, KEY, a.storage(spots.masks()), a.grid(), a.grid(), a.grid()));
  }

  private static void sums(Map<String, Call> calls) {
    for (AxisGeometry axis :
        List.of(
            new AxisGeometry(1, 300_001, 1),
            new AxisGeometry(1, 30_001, 9),
            new AxisGeometry(50_001, 5, 2),
            new AxisGeometry(3, 7, 20_001))) {
      long whole = axis.outer() * axis.length() * axis.inner();
      long sums = axis.outer() * axis.inner();
      calls.put(
          "sum " + axis, a -> a.backend.reduction().sum(axis, a.storage(whole), a.storage(sums)));
      calls.put(
          "repeat " + axis,
          a -> a.backend.reduction().repeat(axis, a.storage(sums), a.storage(whole)));
    }
    for (int i = 0; i < 4; i++) {
      boolean transposeA = i < 2;
      boolean transposeB = i % 2 == 0;
      calls.put(
          "multiply " + transposeA + transposeB,
          a ->
              a.backend
                  .matrix()
                  .multiply(
                      131,
                      70,
                      101,
                      a.storage(131 * 70),
                      transposeA,
                      a.storage(70 * 101),
                      transposeB,
                      a.storage(131 * 101)));
    }
  }

  private static void windows(Map<String, Call> calls) {
    WindowGeometry g = WindowGeometry.same(GRID.withChannels(5), 7, CUBE, Size3.ONE);
    long in = g.input().elements();
    long out = g.output().elements();
    int weights = CUBE.volume() * 5 * 7;
    calls.put(
        "forward",
        a ->
            a.backend
                .convolution()
                .forward(
                    g,
                    a.storage(in),
                    a.storage(weights),
                    a.storage(7),
                    Activation.ELU,
                    a.storage(out)));
    calls.put(
        "backwardInput",
        a ->
            a.backend
                .convolution()
                .backwardInput(g, a.storage(weights), a.storage(out), a.storage(in)));
    calls.put(
        "backwardWeight",
        a ->
            a.backend
                .convolution()
                .backwardWeight(
                    g, a.storage(in), a.storage(out), a.storage(weights), a.storage(7)));
    // So many pixels that both gradients are computed at once.
    Grid plane = new Grid(2, 1, 70, 66, 8);
    WindowGeometry flat = WindowGeometry.same(plane, 9, new Size3(1, 3, 3), Size3.ONE);
    calls.put(
        "backwardWeight and backwardInput",
        a ->
            a.backend
                .convolution()
                .backward(
                    flat,
                    List.of(new ConvolutionKernels.Part(plane, a.storage(plane.elements()))),
                    a.storage(9 * 8 * 9),
                    a.storage(flat.output().elements()),
                    List.of(new ConvolutionKernels.Part(plane, a.storage(plane.elements()))),
                    a.storage(9 * 8 * 9),
                    a.storage(9)));
    calls.put(
        "backwardWeight and an activation",
        a ->
            a.backend
                .convolution()
                .backwardActivation(
                    GRID, Activation.ELU, a.grid(), a.grid(), a.grid(), a.storage(10)));
    // Squares with whole vectors of channels.
    Grid vectors = new Grid(3, 1, 42, 35, 32);
    WindowGeometry squares =
        WindowGeometry.valid(vectors, 32, new Size3(1, 2, 2), new Size3(1, 2, 2));
    long fewer = squares.output().elements();
    calls.put(
        "maxPool of squares",
        a -> {
          Storage x = a.storage(vectors.elements());
          Storage y = a.storage(fewer);
          ResamplingKernels kernels = a.backend.resampling();
          kernels.maxPool(squares, x, y);
          kernels.maxPoolBackward(squares, x, y, a.storage(fewer), a.storage(vectors.elements()));
          kernels.addMaxPoolGradient(
              squares, x, y, a.storage(fewer), a.storage(vectors.elements()));
        });
    for (Size3 stride : List.of(Size3.ONE, new Size3(2, 3, 3))) {
      WindowGeometry pool = WindowGeometry.valid(GRID, 10, CUBE, stride);
      long pooled = pool.output().elements();
      calls.put(
          "maxPool " + stride,
          a -> a.backend.resampling().maxPool(pool, a.grid(), a.storage(pooled)));
      calls.put(
          "maxPoolBackward " + stride,
          a -> {
            Storage x = a.grid();
            Storage y = a.storage(pooled);
            ResamplingKernels kernels = a.backend.resampling();
            kernels.maxPool(pool, x, y);
            kernels.maxPoolBackward(pool, x, y, a.storage(pooled), a.grid());
            kernels.addMaxPoolGradient(pool, x, y, a.storage(pooled), a.grid());
          });
      calls.put(
          "averagePool " + stride,
          a -> a.backend.resampling().averagePool(pool, a.grid(), a.storage(pooled)));
      calls.put(
          "averagePoolBackward " + stride,
          a -> a.backend.resampling().averagePoolBackward(pool, a.storage(pooled), a.grid()));
    }
    for (Interpolation interpolation : Interpolation.values()) {
      calls.put(
          "upsample " + interpolation,
          a ->
              a.backend
                  .resampling()
                  .upsample(GRID, TWO, interpolation, a.grid(), a.storage(GRID.elements() * 4)));
      calls.put(
          "upsampleBackward " + interpolation,
          a ->
              a.backend
                  .resampling()
                  .upsampleBackward(
                      GRID, TWO, interpolation, a.storage(GRID.elements() * 4), a.grid()));
    }
  }

  private static void layout(Map<String, Call> calls) {
    calls.put(
        "copyChannels",
        a ->
            a.backend
                .layout()
                .copyChannels(
                    GRID.pixels(), a.grid(), 10, 2, a.storage(GRID.pixels() * 13), 13, 5, 8));
    PadGeometry padding = new PadGeometry(GRID, new Grid(3, 4, 55, 60, 10), new Size3(1, 4, 3));
    long outer = padding.outer().elements();
    for (Border border : Border.values()) {
      calls.put(
          "pad " + border,
          a -> a.backend.layout().pad(padding, border, a.grid(), a.storage(outer)));
      calls.put(
          "padBackward " + border,
          a -> a.backend.layout().padBackward(padding, border, a.storage(outer), a.grid()));
    }
    int[] rows = new int[5000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i * 37 % 600;
    }
    calls.put(
        "gatherRows",
        a -> a.backend.layout().gatherRows(rows, 32, a.storage(900 * 32), a.storage(5000 * 32)));
    calls.put(
        "gatherRowsBackward",
        a ->
            a.backend
                .layout()
                .gatherRowsBackward(rows, 32, a.storage(5000 * 32), a.storage(900 * 32)));
    for (Orientation orientation : Orientation.SQUARE) {
      calls.put(
          "orient " + orientation,
          a -> a.backend.layout().orient(GRID, orientation, a.grid(), a.grid()));
    }
  }

  private static void training(Map<String, Call> calls) {
    long pixels = GRID.pixels();
    calls.put(
        "statistics",
        a ->
            a.backend
                .normalization()
                .statistics(pixels, 10, a.grid(), a.storage(10), a.storage(10)));
    calls.put(
        "normalize",
        a ->
            a.backend
                .normalization()
                .normalize(
                    pixels,
                    10,
                    EPSILON,
                    Activation.RELU,
                    a.grid(),
                    a.storage(10),
                    a.storage(10),
                    a.storage(10),
                    a.storage(10),
                    a.grid()));
    calls.put(
        "backward",
        a ->
            a.backend
                .normalization()
                .backward(
                    pixels,
                    10,
                    EPSILON,
                    Activation.RELU,
                    true,
                    a.grid(),
                    a.storage(10),
                    a.storage(10),
                    a.storage(10),
                    a.storage(10),
                    a.grid(),
                    a.grid(),
                    a.storage(10),
                    a.storage(10)));
    for (Penalty penalty : Penalty.values()) {
      calls.put(
          "weightedMean " + penalty,
          a ->
              a.backend
                  .loss()
                  .weightedMean(penalty, a.grid(), a.grid(), a.grid(), a.storage(1), a.grid()));
    }
    calls.put(
        "adam",
        a ->
            a.backend
                .optimizer()
                .adam(
                    new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0.01f, 3),
                    a.grid(),
                    a.grid(),
                    a.grid(),
                    a.grid()));
    calls.put(
        "sgd", a -> a.backend.optimizer().sgd(1e-2f, 0.9f, 1e-4f, a.grid(), a.grid(), a.grid()));
    calls.put("average", a -> a.backend.optimizer().average(0.99f, a.grid(), a.grid()));
  }

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() {
    Map<String, int[]> expected = results(1);
    for (int threads = 2; threads <= 4; threads++) {
      Map<String, int[]> actual = results(threads);
      expected.forEach(
          (name, bits) -> assertThat(Arrays.equals(actual.get(name), bits)).as(name).isTrue());
    }
  }

  @Test
  void everyKernelIsCalled() {
    List<String> called =
        calls().keySet().stream().map(name -> name.split(" ")[0]).distinct().toList();
    List<String> kernels =
        Stream.of(
                ElementwiseKernels.class,
                ReductionKernels.class,
                MatrixKernels.class,
                ConvolutionKernels.class,
                ResamplingKernels.class,
                LayoutKernels.class,
                NormalizationKernels.class,
                RandomKernels.class,
                LossKernels.class,
                OptimizerKernels.class)
            .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(method -> method.getName())
            .toList();
    assertThat(called).containsExactlyInAnyOrderElementsOf(kernels);
  }

  private static Map<String, int[]> results(int threads) {
    Map<String, int[]> results = new LinkedHashMap<>();
    try (CpuBackend backend = new CpuBackend(threads)) {
      calls()
          .forEach(
              (name, call) -> {
                Arguments arguments = new Arguments(backend);
                call.run(arguments);
                results.put(name, arguments.bits());
              });
    }
    return results;
  }
}
