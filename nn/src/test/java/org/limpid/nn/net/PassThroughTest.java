package org.limpid.nn.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.nn.Pass;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;

class PassThroughTest {

  private static final float[] VALUES = new float[32];

  static {
    for (int i = 0; i < VALUES.length; i++) {
      VALUES[i] = i - 10.5f;
    }
  }

  @Test
  void givesTheInputBack() {
    try (Device device = Device.cpu(1);
        Tensor x = Tensor.of(device, Shape.of(1, 4, 4, 2), VALUES)) {
      assertThat(new PassThrough(2).forward(x, Pass.inference()).toArray()).containsExactly(VALUES);
    }
  }

  @Test
  void isBuiltAgainFromItsDescription() {
    Network network = Networks.build(new PassThrough(5).architecture(), Device.cpu());

    assertThat(network).isInstanceOf(PassThrough.class);
    assertThat(network.inputChannels()).isEqualTo(5);
    assertThat(network.outputChannels()).isEqualTo(5);
    assertThat(Parameters.of(network).byPath()).isEmpty();
  }

  @Test
  void otherShapesAreRefused() {
    try (Device device = Device.cpu(1);
        Tensor x = Tensor.zeros(device, Shape.of(1, 4, 6, 2))) {
      assertThatThrownBy(() -> new PassThrough(3).forward(x, Pass.inference()))
          .isInstanceOf(ShapeException.class)
          .hasMessage("passThrough: input [1, 4, 6, 2] has 2 channels (expected: 3)");
      assertThatThrownBy(() -> new PassThrough(2).forward(x, Pass.inference()))
          .isInstanceOf(ShapeException.class)
          .hasMessageStartingWith("passThrough: input [1, 4, 6, 2] has width 6");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4097, Integer.MAX_VALUE})
  void numbersOfChannelsAreChecked(int channels) {
    assertThatThrownBy(() -> new PassThrough(channels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("passThrough: channels " + channels + " (expected: 1 to 4096)");
    assertThatThrownBy(
            () ->
                Networks.build(Map.of("kind", "pass_through", "channels", channels), Device.cpu()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
