package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Tape;
import org.limpid.backend.Size3;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class PerChannelTest {

  private static final Device CPU = Device.cpu();
  private static final RandomKey KEY = new RandomKey(5, 1, 0);
  private static final UNetOptions SMALL = UNetOptions.DEFAULT.withFilters(2).withDepth(1);

  private final Scope scope = Scope.open();
  private final PerChannel net = new PerChannel(3, SMALL, CPU, KEY);

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor image(int... extents) {
    Shape shape = Shape.of(extents);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7919 % 101) / 50f - 1;
    }
    return Tensor.of(CPU, shape, values);
  }

  @Test
  void eachChannelHasANetworkOfItsOwn() {
    Tensor x = image(2, 4, 6, 3);
    Tensor y = net.forward(x, Pass.inference());
    assertThat(y.shape()).isEqualTo(x.shape());
    for (int channel = 0; channel < 3; channel++) {
      UNet alone = new UNet(SMALL, CPU, KEY.child(channel));
      assertThat(y.channels(channel, 1).toArray())
          .isEqualTo(alone.forward(x.channels(channel, 1), Pass.inference()).toArray());
    }
    assertThat(Parameters.of(net).count()).isEqualTo(3 * SMALL.parameterCount());
    assertThat(Parameters.of(net).byPath()).containsKey("channel2.last.bias");
  }

  @Test
  void channelsDoNotSeeEachOther() {
    try (Tape tape = Tape.open()) {
      Tensor x = image(1, 4, 4, 3);
      tape.watch(x);
      Tensor y = net.forward(x, Pass.training(KEY));
      Gradients gradients = tape.gradients(y.channels(1, 1).square().sum());
      Tensor gradient = gradients.of(x);
      assertThat(gradient).isNotNull();
      assertThat(gradient.channels(0, 1).toArray()).containsOnly(0);
      assertThat(gradient.channels(2, 1).toArray()).containsOnly(0);
      assertThat(gradient.channels(1, 1).square().sum().item()).isPositive();
    }
  }

  @Test
  void tilesAreThoseOfOneNetwork() {
    UNet one = new UNet(SMALL, CPU, KEY);
    assertThat(net.inputChannels()).isEqualTo(3);
    assertThat(net.outputChannels()).isEqualTo(3);
    assertThat(net.isVolumetric()).isFalse();
    assertThat(net.multiple()).isEqualTo(new Size3(1, 2, 2));
    assertThat(net.receptiveRadius()).isEqualTo(one.receptiveRadius());
  }

  @Test
  void predictionFreesAllButItsResult() {
    Tensor x = image(1, 32, 32, 3);
    long before = CPU.memory().liveBytes();
    Tensor y = net.forward(x, Pass.inference());
    assertThat(CPU.memory().liveBytes() - before).isLessThan(2 * 4 * y.shape().size());
  }

  @Test
  void architectureBuildsTheSameNetwork() {
    PerChannel again = (PerChannel) Networks.build(net.architecture(), CPU);
    assertThat(again.architecture()).isEqualTo(net.architecture());
    assertThat(Parameters.of(again).byPath().keySet())
        .isEqualTo(Parameters.of(net).byPath().keySet());
  }

  private void refused(String name, Object value, String message) {
    Map<String, Object> map = new LinkedHashMap<>(net.architecture());
    map.put(name, value);
    assertThatThrownBy(() -> Networks.build(map, CPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void descriptionsThatDoNotFitAreRefused() {
    refused("channels", 0, "perChannel: channels 0 (expected: 1 to 4096)");
    refused("channels", 1e9, "perChannel: channels 1000000000 (expected: 1 to 4096)");
    refused("network", "unet", "per_channel: network unet (expected: a map)");
    refused(
        "network",
        Map.of("inputChannels", 3),
        "perChannel: networks of 3 input and 1 output channels (expected: 1 and 1)");
    refused(
        "network",
        Map.of("filters", 1024),
        "per_channel: 1019298819 parameters (expected: at most 268435456)");
    refused("more", 1, "per_channel: unknown option 'more'. Was it written by a newer version?");
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> net.forward(image(1, 4, 4, 1), Pass.inference()))
        .hasMessage("perChannel: input [1, 4, 4, 1] has 1 channels (expected: 3)");
  }
}
