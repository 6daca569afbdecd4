package org.limpid.denoise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.Place;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class PosteriorReadingTest {

  private static final Device CPU = Device.cpu(1);
  private static final List<Double> FLOORS = List.of(0.01, 0.02);

  private final PosteriorReading reading =
      new PosteriorReading(List.of(0.5, 0.3), List.of(0.25, 0.0), FLOORS);

  @Test
  void noiseFollowsItsLineDownToTheFloor() {
    try (Scope scope = Scope.open()) {
      Tensor values = Tensor.of(CPU, Shape.of(1, 1, 3, 2), 0, 0, 2, 5, -8, -8);
      assertThat(reading.noise(values).toArray())
          .containsExactly(new float[] {0.5f, 0.3f, 1, 0.3f, 0.01f, 0.3f}, within(1e-6f));
    }
  }

  @Test
  void weighsWhatIsMeasuredAgainstWhatIsExpected() {
    Network network =
        new UNet(
            UNetOptions.DEFAULT.withDepth(1).withFilters(4).withChannels(2, 4),
            CPU,
            new RandomKey(1, 2, 3));
    try (Scope scope = Scope.open()) {
      float[] measured = new float[8 * 8 * 2];
      for (int i = 0; i < measured.length; i++) {
        measured[i] = i % 7 - 3;
      }
      Tensor tiles = Tensor.of(CPU, Shape.of(1, 8, 8, 2), measured);
      float[] output = network.forward(tiles, Pass.inference()).toArray();
      Size3 extents = new Size3(1, 8, 8);
      Place place = new Place(extents, extents, new Size3(0, 0, 0));

      float[] result = reading.read(network, tiles, place, Symmetries.NONE).toArray();

      for (int i = 0; i < measured.length; i++) {
        int c = i % 2;
        double mean = output[i / 2 * 4 + c];
        double spread = 100 * FLOORS.get(c) * Math.log1p(Math.exp(output[i / 2 * 4 + 2 + c] - 1));
        double noise = Math.max(FLOORS.get(c), c == 0 ? 0.5 + 0.25 * mean : 0.3);
        double expected = (measured[i] * spread + mean * noise) / (spread + noise);
        assertThat((double) result[i]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void needsNoiseOfEveryChannel() {
    assertThatThrownBy(() -> new PosteriorReading(List.of(1.0), List.of(0.0), List.of(0.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "reading: offsets [1.0], slopes [0.0], floors [0.0] (expected: one of each for every"
                + " channel, finite, floors above 0)");
  }
}
