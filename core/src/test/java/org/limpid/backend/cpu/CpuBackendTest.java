package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.Orientation;
import org.limpid.backend.PadGeometry;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

class CpuBackendTest {

  private static final Grid FOUR = new Grid(1, 1, 4, 4, 1);
  private static final Size3 NONE = new Size3(0, 0, 0);

  private final CpuBackend backend = new CpuBackend(2);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void operandsOfOtherLengthsAreRefused() {
    Storage four = backend.allocate(4);
    Storage three = backend.allocate(3);
    refuses(
        () -> backend.elementwise().binary(Binary.ADD, three, four, four),
        "binary: a has 3 elements (expected: 4)");
    refuses(
        () -> backend.reduction().sum(new AxisGeometry(2, 2, 1), four, three),
        "sum: y has 3 elements (expected: 2)");
    refuses(
        () -> backend.layout().orient(FOUR, Orientation.IDENTITY, four, four),
        "orient: x has 4 elements (expected: 16)");
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    Storage three = backend.allocate(3);
    refuses(() -> backend.upload(new float[4], three), "upload: 4 values into 3 elements");
    refuses(() -> backend.download(three, new float[4]), "download: 4 values from 3 elements");
  }

  @Test
  void aMirroredBorderIsSmallerThanTheImage() {
    PadGeometry g = new PadGeometry(FOUR, new Grid(1, 1, 8, 4, 1), new Size3(0, 4, 0));
    Storage inner = backend.allocate(16);
    Storage outer = backend.allocate(32);
    refuses(
        () -> backend.layout().pad(g, Border.REFLECT, inner, outer),
        "pad: border of 4 before and 0 after a height of 4 (expected: 0 to 3, as mirroring does"
            + " not repeat the edge)");
    backend.layout().pad(g, Border.ZERO, inner, outer);
  }

  @Test
  void anOuterImageIsNotSmaller() {
    PadGeometry g = new PadGeometry(FOUR, new Grid(1, 1, 4, 5, 1), new Size3(0, 0, 2));
    refuses(
        () -> backend.layout().pad(g, Border.ZERO, backend.allocate(16), backend.allocate(20)),
        "pad: border of 2 before and -1 after a width of 4 (expected: >= 0)");
  }

  @Test
  void everyPoolingWindowSeesAnInput() {
    Size3 two = new Size3(1, 2, 2);
    WindowGeometry g = new WindowGeometry(FOUR, new Grid(1, 1, 3, 3, 1), two, two, NONE);
    assertThatThrownBy(
            () -> backend.resampling().maxPool(g, backend.allocate(16), backend.allocate(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("maxPool: windows of Size3[depth=1, height=2, width=2] with stride")
        .hasMessageEndingWith("expected: every window sees an input)");
  }

  @Test
  void factorsEnlarge() {
    refuses(
        () ->
            backend
                .resampling()
                .upsample(
                    FOUR, NONE, Interpolation.LINEAR, backend.allocate(16), backend.allocate(16)),
        "upsample: factor Size3[depth=0, height=0, width=0] (expected: >= 1)");
  }

  @Test
  void channelsThatAreNotThereAreRefused() {
    Storage x = backend.allocate(6);
    refuses(
        () -> backend.layout().copyChannels(2, x, 3, 2, backend.allocate(4), 2, 0, 2),
        "copyChannels: 2 channels from 2 do not fit into the 3 of x");
  }

  @Test
  void statisticsNeedPixels() {
    Storage none = backend.allocate(0);
    Storage one = backend.allocate(1);
    refuses(
        () -> backend.normalization().statistics(0, 1, none, one, one),
        "statistics: 0 pixels of 1 channels (expected: >= 1)");
  }

  @Test
  void aClosedBackendRefuses() {
    Storage x = backend.allocate(3);
    backend.close();
    assertThatThrownBy(() -> backend.elementwise().fill(1, x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> backend.allocate(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void scratchMemoryGoesBack() {
    Grid grid = new Grid(2, 1, 32, 32, 4);
    Storage small = backend.allocate(grid.elements());
    Storage large = backend.allocate(grid.elements() * 4);
    backend.elementwise().fill(1, small);
    long live = backend.memory().liveBytes();
    Size3 factor = new Size3(1, 2, 2);
    for (Interpolation interpolation : Interpolation.values()) {
      backend.resampling().upsample(grid, factor, interpolation, small, large);
      backend.resampling().upsampleBackward(grid, factor, interpolation, large, small);
    }
    Storage square = backend.allocate(64 * 64);
    backend.elementwise().fill(1, square);
    Storage shifted = backend.allocate(64 * 64 + 1).slice(1, 64 * 64);
    backend.matrix().multiply(64, 64, 64, square, true, square, true, shifted);
    backend.matrix().multiply(64, 64, 64, shifted, false, shifted, false, square);
    long squares = (BufferPool.classLength(64 * 64) + BufferPool.classLength(64 * 64 + 1)) * 4L;
    assertThat(backend.memory().liveBytes()).isEqualTo(live + squares);
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
