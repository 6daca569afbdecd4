package org.limpid.denoise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.RandomMask;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.TiledPredictor.Job;
import org.limpid.denoise.predict.TiledPredictor.Plan;
import org.limpid.nn.net.Self2SelfNet;
import org.limpid.nn.net.Self2SelfNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;

class MaskedReadingTest {

  private static final PredictionOptions TIGHT = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);
  private static final MaskedReading READING = new MaskedReading(new RandomMask(0.7f), 4, 9);
  private static final Self2SelfNetOptions SMALL =
      Self2SelfNetOptions.DEFAULT.withDepth(2).withFilters(4);

  private static Pixels noise(Size3 extents, int channels) {
    RandomGenerator random = new RandomKey(1, 2, 3).generator();
    Pixels pixels = Pixels.zeros(extents, channels);
    for (int i = 0; i < pixels.values().length; i++) {
      pixels.values()[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private static Self2SelfNet network(Device device, Self2SelfNetOptions options) {
    return new Self2SelfNet(options, device, new RandomKey(4, 1, 1));
  }

  private static float[] predict(
      Self2SelfNet network, Device device, PredictionOptions options, Pixels source) {
    Pixels result = Pixels.zeros(source.extents(), source.channels());
    Job job =
        new Job(source, (z, y, x, c, value) -> result.values()[result.index(z, y, x, c)] = value);
    new TiledPredictor(network, device, options, READING).predict(List.of(job));
    return result.values();
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(3e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource(Symmetries.class)
  void tilesGiveWhatTheWholeGives(Symmetries averaging) {
    Self2SelfNet network = network(Device.cpu(), SMALL.forImages(2, 2));
    Pixels image = noise(new Size3(1, 133, 102), 2);
    PredictionOptions tight = TIGHT.withAveraging(averaging);
    Plan plan = new TiledPredictor(network, Device.cpu(), tight, READING).plan(image.extents(), 3);
    assertThat(plan.tiling().tiles()).hasSizeGreaterThan(1);
    assertThat(plan.tilesAtOnce()).isEqualTo(1);
    assertClose(
        predict(network, Device.cpu(), tight, image),
        predict(network, Device.cpu(), PredictionOptions.DEFAULT.withAveraging(averaging), image));
  }

  @Test
  void tilesOfAVolumeGiveWhatTheWholeGives() {
    Self2SelfNet network =
        network(Device.cpu(), SMALL.withDepth(1).forImages(3, 1).withPoolDepth(false));
    Pixels image = noise(new Size3(21, 40, 38), 1);
    Plan plan = new TiledPredictor(network, Device.cpu(), TIGHT, READING).plan(image.extents(), 1);
    assertThat(plan.tiling().tiles()).hasSizeGreaterThan(1);
    assertClose(
        predict(network, Device.cpu(), TIGHT, image),
        predict(network, Device.cpu(), PredictionOptions.DEFAULT, image));
  }

  @Test
  void sameSeedGivesTheSameBitsForAnyNumberOfThreads() {
    Pixels image = noise(new Size3(1, 40, 36), 1);
    float[] expected = null;
    for (int threads : new int[] {1, 2, 3}) {
      try (Device device = Device.cpu(threads)) {
        float[] actual = predict(network(device, SMALL), device, PredictionOptions.DEFAULT, image);
        assertThat(actual).isEqualTo(expected == null ? actual : expected);
        expected = actual;
      }
    }
  }

  @Test
  void resultIsTheMeanOfItsPasses() {
    Self2SelfNet network = network(Device.cpu(), SMALL);
    Pixels image = noise(new Size3(1, 24, 20), 1);
    float[] one = predict(network, Device.cpu(), PredictionOptions.DEFAULT.withPasses(1), image);
    float[] two = predict(network, Device.cpu(), PredictionOptions.DEFAULT.withPasses(2), image);
    float[] many = predict(network, Device.cpu(), PredictionOptions.DEFAULT.withPasses(60), image);
    float[] more = predict(network, Device.cpu(), PredictionOptions.DEFAULT.withPasses(90), image);
    assertThat(difference(one, two)).isGreaterThan(3 * difference(many, more));
  }

  private static double difference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> new MaskedReading(new RandomMask(0), 1, 1))
        .hasMessage("mask keep: 0.0 (expected: > 0, <= 1)");
    assertThatThrownBy(() -> new MaskedReading(new RandomMask(0.5f), 0, 1))
        .hasMessage("reading: passes 0 (expected: 1 to 10000)");
    assertThatThrownBy(() -> PredictionOptions.DEFAULT.withPasses(-1))
        .hasMessage("prediction: passes -1 (expected: 1 to 10000, or 0 for what the model says)");
  }
}
