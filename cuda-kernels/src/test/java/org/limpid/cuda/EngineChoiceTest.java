package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.limpid.cuda.ptx.Scheduler;

/** Which engine computes what, with libraries that are quick or slow, right or wrong. */
class EngineChoiceTest {

  private static final WindowGeometry WINDOWS =
      WindowGeometry.same(new Grid(1, 1, 5, 4, 3), 2, new Size3(1, 3, 3), Size3.ONE);
  private static final WindowGeometry PIXELS =
      WindowGeometry.same(new Grid(1, 1, 5, 4, 3), 2, Size3.ONE, Size3.ONE);
  private static final WindowGeometry VOLUME =
      WindowGeometry.same(new Grid(1, 3, 4, 4, 2), 2, new Size3(3, 3, 3), Size3.ONE);

  private static final WindowGeometry JOINED =
      WindowGeometry.same(new Grid(1, 1, 8, 12, 12), 8, new Size3(1, 3, 3), Size3.ONE);
  private static final List<Grid> PARTS =
      List.of(new Grid(1, 1, 4, 6, 8), new Grid(1, 1, 8, 12, 4));
  private static final List<Grid> ENLARGED = List.of(new Grid(1, 1, 4, 6, 12));
  private static final List<Grid> WHOLE = List.of(JOINED.input());

  /** A launch takes 1 ms here, and a library's convolution two of them besides. */
  private static final double QUICK = -1.5;

  private static final double SLOW = 5;

  private final InterpretedGpu gpu = new InterpretedGpu(Scheduler.LOCKSTEP);

  private Backend open(String engine) {
    return new CudaBackend(gpu, Precision.FLOAT32, engine);
  }

  private static float[] values(int elements) {
    Random random = new Random(elements);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static Storage given(Backend backend, long elements) {
    Storage storage = backend.allocate(elements);
    backend.upload(values((int) elements), storage);
    return storage;
  }

  private static float[] taken(Backend backend, Storage from) {
    float[] values = new float[(int) from.elements()];
    backend.download(from, values);
    return values;
  }

  /** All three products of a convolution, and one of matrices, twice; with those of the last. */
  private static float[][] compute(Backend backend, WindowGeometry g) {
    long weights = (long) g.window().volume() * g.input().channels() * g.output().channels();
    Storage x = given(backend, g.input().elements());
    Storage weight = given(backend, weights);
    Storage bias = given(backend, g.output().channels());
    Storage gradY = given(backend, g.output().elements());
    Storage y = backend.allocate(g.output().elements());
    Storage gradX = backend.allocate(g.input().elements());
    Storage gradWeight = backend.allocate(weights);
    Storage product = backend.allocate(4 * 3);
    for (int i = 0; i < 2; i++) {
      backend.convolution().forward(g, x, weight, bias, Activation.ELU, y);
      backend.convolution().backwardInput(g, weight, gradY, gradX);
      backend.convolution().backwardWeight(g, x, gradY, gradWeight, null);
      backend
          .matrix()
          .multiply(4, 5, 3, given(backend, 20), true, given(backend, 15), true, product);
    }
    return new float[][] {
      taken(backend, y), taken(backend, gradX), taken(backend, gradWeight), taken(backend, product)
    };
  }

  private void check(Backend backend, WindowGeometry g) {
    float[][] expected = compute(new ReferenceBackend(), g);
    float[][] actual = compute(backend, g);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("output %d", i).containsExactly(expected[i], offset(1e-5f));
    }
  }

  @Test
  void quickLibraryIsKept() {
    HostLibraries libraries = HostLibraries.on(gpu, QUICK, UnaryOperator.identity());
    try (Backend backend = open("auto")) {
      check(backend, WINDOWS);
    }
    // Four shapes: once to be checked, five times to be timed, then twice in earnest.
    assertThat(libraries.calls).isEqualTo(4 * 8);
  }

  @Test
  void slowLibraryIsNot() {
    HostLibraries libraries = HostLibraries.on(gpu, SLOW, UnaryOperator.identity());
    try (Backend backend = open("auto")) {
      check(backend, WINDOWS);
    }
    assertThat(libraries.calls).isEqualTo(4 * 6);
  }

  @Test
  void quickLibraryThatIsWrongInOnePlaceIsNot() {
    HostLibraries libraries =
        HostLibraries.on(
            gpu,
            QUICK,
            values -> {
              values[values.length / 2] += 1e-3f;
              return values;
            });
    try (Backend backend = open("auto")) {
      check(backend, WINDOWS);
    }
    assertThat(libraries.calls).isEqualTo(4);
  }

  @Test
  void libraryThatRefusesIsNotAskedAgain() {
    HostLibraries libraries = HostLibraries.refusing(gpu);
    try (Backend backend = open("cudnn")) {
      check(backend, WINDOWS);
    }
    assertThat(libraries.calls).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cudnn"})
  void ownKernelsComputeWhatLibrariesDoNot(String engine) {
    HostLibraries libraries = HostLibraries.on(gpu, QUICK, UnaryOperator.identity());
    try (Backend backend = open(engine)) {
      check(backend, VOLUME);
    }
    // The product of matrices alone.
    assertThat(libraries.calls).isEqualTo(engine.equals("auto") ? 8 : 0);
  }

  @Test
  void namedEngineIsUsedUntimed() {
    HostLibraries libraries = HostLibraries.on(gpu, SLOW, UnaryOperator.identity());
    try (Backend backend = open("cudnn")) {
      check(backend, WINDOWS);
    }
    assertThat(libraries.calls).isEqualTo(3 * 2);
  }

  @Test
  void windowsOfOnePixelAreProductsOfMatrices() {
    HostLibraries libraries = HostLibraries.on(gpu, SLOW, UnaryOperator.identity());
    try (Backend backend = open("cublas")) {
      check(backend, PIXELS);
    }
    assertThat(libraries.calls).isEqualTo(4 * 2);
  }

  @Test
  void ownKernelsAloneAskNoLibrary() {
    HostLibraries libraries = HostLibraries.on(gpu, QUICK, UnaryOperator.identity());
    try (Backend backend = open("own")) {
      check(backend, WINDOWS);
    }
    assertThat(libraries.calls).isZero();
  }

  @Test
  void partsAreReadInPlaceWhereNoLibraryCompetes() {
    Grid half = PARTS.get(0);
    Grid skip = PARTS.get(1);
    try (Backend backend = open("auto")) {
      ConvolutionKernels kernels = backend.convolution();
      assertThat(kernels.joins(JOINED, List.of(half, skip))).isTrue();
      assertThat(kernels.measures(JOINED, List.of(half, skip))).isTrue();
      assertThat(kernels.measures(JOINED, List.of(JOINED.input()))).isTrue();
      assertThat(kernels.joins(JOINED, List.of(skip, half))).as("the second enlarged").isFalse();
      assertThat(kernels.joins(JOINED, List.of(new Grid(1, 1, 8, 4, 8), skip)))
          .as("thrice")
          .isFalse();
      assertThat(kernels.joins(JOINED, List.of(skip, skip, skip))).as("three parts").isFalse();
      assertThat(kernels.measures(WINDOWS, List.of(WINDOWS.input()))).as("few outputs").isFalse();
    }
  }

  /**
   * What a library must save to make up for all that it needs carried out, and what is too little.
   */
  @ParameterizedTest
  @CsvSource({"0, true", "-9, false"})
  void oneGoCompetesWithLibraries(double milliseconds, boolean isFaster) {
    HostLibraries libraries = HostLibraries.on(gpu, milliseconds, UnaryOperator.identity());
    try (Backend backend = open("auto")) {
      ConvolutionKernels kernels = backend.convolution();
      assertThat(kernels.joins(JOINED, PARTS)).isEqualTo(isFaster);
      assertThat(kernels.joins(JOINED, ENLARGED)).isEqualTo(isFaster);
      assertThat(kernels.measures(JOINED, PARTS)).isEqualTo(isFaster);
      assertThat(kernels.measures(JOINED, WHOLE)).isEqualTo(isFaster);
      assertThat(kernels.joins(JOINED, WHOLE)).as("nothing to join").isFalse();
      assertThat(kernels.measures(WINDOWS, List.of(WINDOWS.input()))).as("few outputs").isFalse();
      assertThat(backend.memory().liveBytes()).isZero();
      int calls = libraries.calls;
      assertThat(kernels.joins(JOINED, PARTS)).isEqualTo(isFaster);
      assertThat(kernels.measures(JOINED, WHOLE)).isEqualTo(isFaster);
      assertThat(libraries.calls).as("timed once").isEqualTo(calls).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "cudnn"})
  void namedEnginesAreNotTimedAgainstOneGo(String engine) {
    HostLibraries libraries = HostLibraries.on(gpu, SLOW, UnaryOperator.identity());
    try (Backend backend = open(engine)) {
      boolean isOwn = engine.equals("own");
      assertThat(backend.convolution().joins(JOINED, PARTS)).isEqualTo(isOwn);
      assertThat(backend.convolution().measures(JOINED, WHOLE)).isEqualTo(isOwn);
    }
    assertThat(libraries.calls).isZero();
  }

  @Test
  void whereThereIsNoMemoryToTimeNothingIsCarriedOut() {
    InterpretedGpu small = new InterpretedGpu(Scheduler.LOCKSTEP, 20_000, UnaryOperator.identity());
    HostLibraries.on(small, -9, UnaryOperator.identity());
    try (Backend backend = new CudaBackend(small, Precision.FLOAT32, "auto")) {
      assertThat(backend.convolution().joins(JOINED, PARTS)).isTrue();
      assertThat(backend.memory().liveBytes()).isZero();
    }
  }

  @Test
  void enginesThatAreNotThereAreTold() {
    gpu.with(g -> new Libraries(null, "no cuDNN here", null, "no cuBLAS here"));
    assertThatIllegalStateException()
        .isThrownBy(() -> open("cudnn"))
        .withMessage("cuda: engine cudnn: no cuDNN here. Leave it out for Limpid's own kernels");
    assertThatIllegalStateException()
        .isThrownBy(() -> open("mkl"))
        .withMessageContaining("(expected: auto, own, cudnn, cublas)");
  }
}
