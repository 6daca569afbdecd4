package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Size3;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;
import org.limpid.testing.GradientCheck;

class Self2SelfNetTest {

  private static final Device CPU = Device.cpu();
  private static final RandomKey KEY = new RandomKey(5, 1, 0);
  private static final Self2SelfNetOptions SMALL =
      Self2SelfNetOptions.DEFAULT.withDepth(2).withFilters(3);

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor input(Device device, Self2SelfNet net, int... extents) {
    Shape shape = Shape.of(extents);
    Tensor mask = Tensor.full(device, shape, 1);
    device.backend().random().bernoulli(KEY, 0.7f, 1, mask.storage(), mask.storage());
    float[] values = new float[(int) shape.size()];
    var random = KEY.at(1).generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Tensor x = Tensor.of(device, shape, values).multiply(mask);
    return Tensor.concat(x, mask);
  }

  @Test
  void outputHasTheImagesExtentsAndChannels() {
    for (Self2SelfNetOptions options :
        List.of(
            SMALL,
            SMALL.withDepth(0),
            SMALL.withPartial(false),
            SMALL.forImages(2, 3),
            SMALL.forImages(3, 2),
            SMALL.forImages(3, 1).withPoolDepth(false))) {
      Self2SelfNet net = new Self2SelfNet(options, CPU, KEY);
      int channels = options.channels();
      Shape image =
          net.isVolumetric() ? Shape.of(1, 4, 8, 4, channels) : Shape.of(2, 8, 4, channels);
      int[] extents = new int[image.rank()];
      for (int axis = 0; axis < extents.length; axis++) {
        extents[axis] = image.extent(axis);
      }
      Tensor y = net.forward(input(CPU, net, extents), Pass.sampling(KEY));
      assertThat(y.shape()).isEqualTo(image);
      assertThat(Parameters.of(net).count()).isEqualTo(options.parameterCount());
      assertThat(net.inputChannels()).isEqualTo(2 * channels);
      Self2SelfNet again = (Self2SelfNet) Networks.build(net.architecture(), CPU);
      assertThat(again.options()).isEqualTo(options);
      assertThat(Parameters.of(again).byPath().keySet())
          .isEqualTo(Parameters.of(net).byPath().keySet());
    }
  }

  @Test
  void publishedSizeIsThatOfNoise2Noise() {
    assertThat(Self2SelfNetOptions.DEFAULT.forImages(2, 3).parameterCount()).isEqualTo(991_203);
    Self2SelfNet net = new Self2SelfNet(Self2SelfNetOptions.DEFAULT, CPU, KEY);
    assertThat(net.multiple()).isEqualTo(new Size3(1, 32, 32));
    assertThat(net.receptiveRadius())
        .isEqualTo(new UNet(UNetOptions.NOISE2NOISE, CPU, KEY).receptiveRadius());
  }

  @Test
  void outputStartsOnTheScaleOfTheInput() {
    Self2SelfNet net =
        new Self2SelfNet(Self2SelfNetOptions.DEFAULT.withFilters(24).forImages(2, 3), CPU, KEY);
    float[] y = net.forward(input(CPU, net, 1, 64, 64, 3), Pass.training(KEY)).toArray();
    double squares = 0;
    for (float value : y) {
      squares += (double) value * value;
    }
    assertThat(Math.sqrt(squares / y.length)).isBetween(0.2, 5.0);
  }

  @Test
  void dropoutMakesEverySampleDifferentAndInferenceNone() {
    Self2SelfNet net = new Self2SelfNet(SMALL, CPU, KEY);
    Tensor x = input(CPU, net, 1, 8, 8, 1);
    float[] first = net.forward(x, Pass.sampling(KEY)).toArray();
    assertThat(net.forward(x, Pass.sampling(KEY)).toArray()).isEqualTo(first);
    assertThat(net.forward(x, Pass.sampling(KEY.at(1))).toArray()).isNotEqualTo(first);
    assertThat(net.forward(x, Pass.inference()).toArray())
        .isEqualTo(net.forward(x, Pass.inference()).toArray());
  }

  @Test
  void tilesDropWhatTheWholeDrops() {
    Self2SelfNet net = new Self2SelfNet(SMALL.withDepth(1), CPU, KEY);
    int radius = net.receptiveRadius().width();
    Tensor x = input(CPU, net, 1, 64, 64, 1);
    Place all = new Place(new Size3(1, 64, 64), new Size3(1, 64, 64), new Size3(0, 0, 0));
    Place tile = new Place(new Size3(1, 48, 40), new Size3(1, 64, 64), new Size3(0, 16, 24));
    float[] whole =
        net.forward(x, Pass.sampling(KEY, all))
            .crop(new int[] {16 + radius, 24 + radius}, new int[] {48 - radius, 40 - radius})
            .toArray();
    float[] part =
        net.forward(x.crop(new int[] {16, 24}, new int[] {48, 40}), Pass.sampling(KEY, tile))
            .crop(new int[] {radius, radius}, new int[] {48 - radius, 40 - radius})
            .toArray();
    for (int i = 0; i < part.length; i++) {
      assertThat(part[i]).isCloseTo(whole[i], within(1e-4f));
    }
  }

  @Test
  void derivativesAreRight() {
    Device device = GradientCheck.device();
    Self2SelfNet net = new Self2SelfNet(SMALL.withDepth(1).withFilters(2), device, KEY);
    Tensor x = input(device, net, 1, 4, 4, 1);
    List<Tensor> parameters = new ArrayList<>();
    for (Parameter parameter : Parameters.of(net).trainable().values()) {
      parameters.add(parameter.value());
    }
    GradientCheck.check(in -> net.forward(x, Pass.training(KEY)), parameters);
  }

  @Test
  void predictionHoldsFewActivationsAtATime() {
    Self2SelfNet net = new Self2SelfNet(SMALL.withFilters(8), CPU, KEY);
    Tensor x = input(CPU, net, 1, 32, 32, 1);
    long before = CPU.memory().liveBytes();
    Tensor y = net.forward(x, Pass.sampling(KEY));
    assertThat(CPU.memory().liveBytes() - before).isLessThanOrEqualTo(4 * y.shape().size());
  }

  @Test
  void wrongOptionsAndInputsAreRefused() {
    assertThatThrownBy(() -> SMALL.withDropout(1))
        .hasMessage("self2self: dropout 1.0 (expected: 0 <= dropout < 1)");
    assertThatThrownBy(() -> SMALL.withDepth(9)).hasMessage("unet: depth 9 (expected: 0 to 8)");
    Self2SelfNet net = new Self2SelfNet(SMALL, CPU, KEY);
    assertThatThrownBy(() -> net.forward(Tensor.zeros(CPU, Shape.of(1, 4, 6, 2)), Pass.inference()))
        .hasMessage(
            "self2self: input [1, 4, 6, 2] has width 6 (expected: a multiple of 4). Pad or crop"
                + " it");
    assertThatThrownBy(
            () -> Networks.build(Map.of("kind", "self2self", "filters", 1024, "depth", 8), CPU))
        .hasMessage("self2self: 760269817 parameters (expected: at most 268435456)");
  }
}
