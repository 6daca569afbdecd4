package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Activation;
import org.limpid.backend.Size3;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

class UNetTest {

  private static final Device CPU = Device.cpu();
  private static final RandomKey KEY = new RandomKey(5, 1, 0);
  private static final UNetOptions SMALL = UNetOptions.DEFAULT.withFilters(4).withDepth(1);

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  static List<UNetOptions> variants() {
    List<UNetOptions> variants = new ArrayList<>();
    UNetOptions base = UNetOptions.DEFAULT.withFilters(2);
    variants.add(base);
    variants.add(base.withDepth(0));
    variants.add(base.withDepth(3));
    variants.add(base.withDepth(3).withConvolutions(1).withKernel(5));
    variants.add(base.withConvolutions(3).withBatchNorm(true).withDropout(0.1f));
    for (Upsampling upsampling : Upsampling.values()) {
      variants.add(base.withUpsampling(upsampling).withChannels(3, 2));
      variants.add(base.withUpsampling(upsampling).withDimensions(3));
      variants.add(base.withUpsampling(upsampling).withDimensions(3).withPoolDepth(false));
    }
    for (UNetVariant variant : UNetVariant.values()) {
      variants.add(base.withVariant(variant).withDepth(3).withChannels(3, 2));
      variants.add(base.withVariant(variant).withConvolutions(1));
      variants.add(base.withVariant(variant).withDimensions(3).withTopSkip(false));
      variants.add(base.withVariant(variant).withPooling(Pooling.MAX_BLUR).withTopSkip(false));
    }
    variants.add(base.withPooling(Pooling.MAX_BLUR).withDimensions(3).withPoolDepth(false));
    variants.add(base.withVariant(UNetVariant.NOISE2NOISE).withDepth(0));
    variants.add(base.withResidual(true).withActivation(Activation.leakyRelu(0.1f)));
    return variants;
  }

  private static Tensor zeros(UNet net, int size) {
    return net.isVolumetric()
        ? Tensor.zeros(CPU, Shape.of(1, size, size, size, net.inputChannels()))
        : Tensor.zeros(CPU, Shape.of(2, size, 2 * size, net.inputChannels()));
  }

  @Test
  void outputHasTheInputsExtents() {
    for (UNetOptions options : variants()) {
      UNet net = new UNet(options, CPU, KEY);
      Tensor x = zeros(net, 8);
      assertThat(net.forward(x, Pass.inference()).shape())
          .as(options.toString())
          .isEqualTo(x.shape().with(-1, options.outputChannels()));
    }
  }

  @Test
  void parametersAreAsManyAsTheFormulaSays() {
    for (UNetOptions options : variants()) {
      assertThat(Parameters.of(new UNet(options, CPU, KEY)).count())
          .as(options.toString())
          .isEqualTo(options.parameterCount());
    }
  }

  @Test
  void publishedNetworksHaveTheirParameters() {
    // Lehtinen et al., three channels: added up layer by layer from the paper's table.
    assertThat(UNetOptions.NOISE2NOISE.withChannels(3, 3).parameterCount()).isEqualTo(991_203);
    // UNet(1, 1, 16): convolutions, gains and shifts, transposed convolutions, the last one.
    long convolutions = 144 + 2304 + 4608 + 9216 + 18432 + 36864 + 73728 + 3 * 147456;
    long up = 147456 + 36864 + 36864 + 9216 + 9216 + 2304 + 4608 + 2304;
    long normalization = 2 * (2 * (16 + 32 + 64 + 128 + 128) + 2 * (64 + 32 + 16 + 16));
    long enlarging = 4 * (128 * 128 + 64 * 64 + 32 * 32 + 16 * 16) + 128 + 64 + 32 + 16;
    assertThat(UNetOptions.TAPERED.parameterCount())
        .isEqualTo(convolutions + up + normalization + enlarging + 17);
    // N2V2: the first convolution on the last way up takes 32 channels instead of 64.
    assertThat(UNetOptions.N2V2.parameterCount()).isEqualTo(332_641 - 9 * 32 * 32);
  }

  @Test
  void defaultHasTheParametersOfCsbdeep() {
    assertThat(UNetOptions.DEFAULT.parameterCount()).isEqualTo(332_641);
    assertThat(Parameters.of(new UNet(UNetOptions.DEFAULT, CPU, KEY)).count()).isEqualTo(332_641);
  }

  /**
   * With weights of one, a bias of zero and an image of zeros but for one pixel, exactly the output
   * pixels that see this pixel are not zero.
   */
  @Test
  void receptiveRadiusIsExact() {
    for (UNetOptions variant : variants()) {
      UNetOptions options =
          variant
              .withDepth(Math.min(variant.depth(), variant.dimensions() == 3 ? 1 : 3))
              .withBatchNorm(false)
              .withDropout(0)
              .withChannels(1, 1)
              .withFilters(1);
      UNet net = new UNet(options, CPU, (values, in, out, key) -> fillWithOnes(values), KEY);
      int multiple = net.multiple().width();
      int radius = net.receptiveRadius().width();
      int slices = net.receptiveRadius().depth();
      int size = (2 * radius / multiple + 3) * multiple;
      int depth = net.isVolumetric() ? (2 * slices / multiple + 3) * multiple : 1;
      int plane = 0;
      int across = 0;
      for (int phase = 0; phase < multiple; phase++) {
        int at = size / 2 / multiple * multiple + phase;
        int z = net.isVolumetric() ? depth / 2 / multiple * multiple + phase : 0;
        float[] x = new float[depth * size * size];
        x[(z * size + at) * size + at] = 1;
        float[] y = run(net, x, depth, size);
        for (int i = 0; i < y.length; i++) {
          if (y[i] != 0) {
            plane = Math.max(plane, Math.abs(i % size - at));
            plane = Math.max(plane, Math.abs(i / size % size - at));
            across = Math.max(across, Math.abs(i / size / size - z));
          }
        }
      }
      assertThat(plane).as(options.toString()).isEqualTo(radius);
      assertThat(across).as(options.toString()).isEqualTo(slices);
    }
  }

  private static void fillWithOnes(float[] values) {
    Arrays.fill(values, 1);
  }

  private static float[] run(UNet net, float[] x, int depth, int size) {
    Shape shape =
        net.isVolumetric() ? Shape.of(1, depth, size, size, 1) : Shape.of(1, size, size, 1);
    try (Scope inner = Scope.open()) {
      return net.forward(Tensor.of(CPU, shape, x), Pass.inference()).toArray();
    }
  }

  @Test
  void receptiveRadiusOfKnownNetworks() {
    // CSBDeep's table, which was measured, has 22 and 46: not every pixel sees this far.
    assertThat(new UNet(UNetOptions.DEFAULT, CPU, KEY).receptiveRadius())
        .isEqualTo(new Size3(0, 23, 23));
    assertThat(new UNet(UNetOptions.DEFAULT.withDepth(3), CPU, KEY).receptiveRadius().width())
        .isEqualTo(51);
  }

  @Test
  void multipleIsThePoolingFactor() {
    UNetOptions volume = SMALL.withDimensions(3).withDepth(2);
    assertThat(new UNet(UNetOptions.DEFAULT, CPU, KEY).multiple()).isEqualTo(new Size3(1, 4, 4));
    assertThat(new UNet(volume, CPU, KEY).multiple()).isEqualTo(new Size3(4, 4, 4));
    assertThat(new UNet(volume.withPoolDepth(false), CPU, KEY).multiple())
        .isEqualTo(new Size3(1, 4, 4));
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    UNet net = new UNet(SMALL, CPU, KEY);
    assertThatThrownBy(() -> net.forward(Tensor.zeros(CPU, Shape.of(1, 8, 9, 1)), Pass.inference()))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "unet: input [1, 8, 9, 1] has width 9 (expected: a multiple of 2). Pad or crop it");
    assertThatThrownBy(() -> net.forward(Tensor.zeros(CPU, Shape.of(1, 8, 8, 3)), Pass.inference()))
        .hasMessage("unet: input [1, 8, 8, 3] has 3 channels (expected: 1)");
    assertThatThrownBy(() -> net.forward(Tensor.zeros(CPU, Shape.of(8, 8, 1)), Pass.inference()))
        .hasMessage("unet: input has shape [8, 8, 1] (expected: [N, H, W, C])");
    UNet volume = new UNet(SMALL.withDimensions(3), CPU, KEY);
    assertThatThrownBy(
            () -> volume.forward(Tensor.zeros(CPU, Shape.of(1, 3, 4, 4, 1)), Pass.inference()))
        .hasMessage(
            "unet: input [1, 3, 4, 4, 1] has depth 3 (expected: a multiple of 2). Pad or crop it");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> SMALL.withKernel(4)).hasMessage("unet: kernel 4 (expected: odd)");
    assertThatThrownBy(() -> SMALL.withDepth(9)).hasMessage("unet: depth 9 (expected: 0 to 8)");
    assertThatThrownBy(() -> SMALL.withDropout(1))
        .hasMessage("unet: dropout 1.0 (expected: 0 <= dropout < 1)");
    assertThatThrownBy(() -> SMALL.withChannels(3, 1).withResidual(true))
        .hasMessage("unet: residual with inputChannels 3 and outputChannels 1 (expected: equal)");
  }

  @Test
  void residualAddsTheInput() {
    UNet plain = new UNet(SMALL, CPU, KEY);
    UNet residual = new UNet(SMALL.withResidual(true), CPU, KEY);
    float[] values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = (i % 5) - 2;
    }
    Tensor x = Tensor.of(CPU, Shape.of(1, 8, 8, 1), values);
    assertThat(residual.forward(x, Pass.inference()).toArray())
        .isEqualTo(x.add(plain.forward(x, Pass.inference())).toArray());
  }

  @Test
  void pathsNameThePlaceInTheNetwork() {
    assertThat(Parameters.of(new UNet(SMALL, CPU, KEY)).byPath().keySet())
        .containsExactly(
            "down0.0.weight",
            "down0.0.bias",
            "down0.1.weight",
            "down0.1.bias",
            "bottom.0.weight",
            "bottom.0.bias",
            "bottom.1.weight",
            "bottom.1.bias",
            "up0.0.weight",
            "up0.0.bias",
            "up0.1.weight",
            "up0.1.bias",
            "last.weight",
            "last.bias");
  }

  @Test
  void architectureBuildsTheSameNetwork() {
    for (UNetOptions options : variants()) {
      UNet net = new UNet(options, CPU, KEY);
      Map<String, Object> architecture = net.architecture();
      UNet again = (UNet) Networks.build(architecture, CPU);
      assertThat(again.options()).isEqualTo(options);
      assertThat(Parameters.of(again).byPath().keySet())
          .isEqualTo(Parameters.of(net).byPath().keySet());
    }
  }

  @Test
  void predictionHoldsFewActivationsAtATime() {
    UNet net = new UNet(UNetOptions.DEFAULT.withFilters(8).withBatchNorm(true), CPU, KEY);
    Tensor x = Tensor.zeros(CPU, Shape.of(1, 64, 64, 1));
    long before = CPU.memory().liveBytes();
    Tensor y = net.forward(x, Pass.inference());
    long after = CPU.memory().liveBytes();
    assertThat(after - before).isLessThanOrEqualTo(2 * 64 * 64 * 4);
    assertThat(y.shape()).isEqualTo(x.shape());
  }
}
