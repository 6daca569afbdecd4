package org.limpid.denoise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.TiledPredictor.Job;
import org.limpid.denoise.predict.TiledPredictor.Plan;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.net.Pooling;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.nn.net.UNetVariant;
import org.limpid.nn.net.Upsampling;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Tensor;
import org.limpid.testing.Cases;

class TiledPredictorTest {

  private static final PredictionOptions WHOLE = PredictionOptions.DEFAULT;
  private static final PredictionOptions TIGHT = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);

  private static Pixels noise(Size3 extents, int channels, RandomGenerator random) {
    Pixels pixels = Pixels.zeros(extents, channels);
    for (int i = 0; i < pixels.values().length; i++) {
      pixels.values()[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private static List<Pixels> predict(
      Network network, PredictionOptions options, List<Pixels> sources) {
    List<Pixels> results = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (Pixels source : sources) {
      Pixels result = Pixels.zeros(source.extents(), network.outputChannels());
      results.add(result);
      jobs.add(
          new Job(
              source, (z, y, x, c, value) -> result.values()[result.index(z, y, x, c)] = value));
    }
    new TiledPredictor(network, Device.cpu(), options).predict(jobs);
    return results;
  }

  private static void assertClose(Pixels actual, Pixels expected) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : expected.values()) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float worst = 0;
    for (int i = 0; i < expected.values().length; i++) {
      worst = Math.max(worst, Math.abs(actual.values()[i] - expected.values()[i]));
    }
    assertThat(worst).isLessThanOrEqualTo(1e-5f * (most - least));
  }

  private static UNet network(UNetOptions options, long seed) {
    return new UNet(options, Device.cpu(), new RandomKey(seed, 1, 1));
  }

  @ParameterizedTest
  @EnumSource(Upsampling.class)
  void tilesOfAPlaneGiveWhatTheWholeGives(Upsampling upsampling) {
    Cases.forAll(
        4,
        10,
        random -> {
          UNetOptions options =
              UNetOptions.DEFAULT
                  .withDepth(1 + random.nextInt(2))
                  .withFilters(6)
                  .withKernel(3)
                  .withUpsampling(upsampling);
          UNet network = network(options, random.nextInt());
          Size3 extents = new Size3(1, 101 + random.nextInt(60), 90 + random.nextInt(60));
          Pixels image = noise(extents, 1, random);
          PredictionOptions tight =
              random.nextBoolean() ? TIGHT : TIGHT.withAveraging(Symmetries.TURNS_AND_FLIPS);
          Plan plan = new TiledPredictor(network, Device.cpu(), tight).plan(extents, 1);
          assertThat(plan.tiling().tiles()).hasSizeGreaterThan(1);
          assertThat(plan.bytes()).isLessThanOrEqualTo(1 << 20);
          assertClose(
              predict(network, tight, List.of(image)).get(0),
              predict(network, WHOLE.withAveraging(tight.averaging()), List.of(image)).get(0));
        });
  }

  @ParameterizedTest
  @EnumSource(UNetVariant.class)
  void tilesOfOtherNetworksGiveWhatTheWholeGives(UNetVariant variant) {
    UNetOptions options =
        UNetOptions.DEFAULT
            .withVariant(variant)
            .withFilters(6)
            .withPooling(Pooling.MAX_BLUR)
            .withTopSkip(variant != UNetVariant.DOUBLING);
    UNet network = network(options, 17);
    Pixels image = noise(new Size3(1, 150, 131), 1, new RandomKey(4, 1, 0).generator());
    Plan plan = new TiledPredictor(network, Device.cpu(), TIGHT).plan(image.extents(), 1);
    assertThat(plan.tiling().tiles()).hasSizeGreaterThan(1);
    assertClose(
        predict(network, TIGHT, List.of(image)).get(0),
        predict(network, WHOLE, List.of(image)).get(0));
  }

  @Test
  void tilesOfAVolumeGiveWhatTheWholeGives() {
    Cases.forAll(
        2,
        20,
        random -> {
          UNetOptions options =
              UNetOptions.DEFAULT
                  .withDimensions(3)
                  .withChannels(2, 2)
                  .withDepth(1)
                  .withFilters(4)
                  .withPoolDepth(random.nextBoolean());
          UNet network = network(options, 5);
          Size3 extents =
              new Size3(23 + random.nextInt(9), 41 + random.nextInt(9), 37 + random.nextInt(9));
          Pixels image = noise(extents, 2, random);
          PredictionOptions tight = TIGHT.withMemoryBytes(2 << 20);
          Plan plan = new TiledPredictor(network, Device.cpu(), tight).plan(extents, 1);
          assertThat(plan.tiling().tiles()).hasSizeGreaterThan(1);
          assertClose(
              predict(network, tight, List.of(image)).get(0),
              predict(network, WHOLE, List.of(image)).get(0));
        });
  }

  @Test
  void imagesPredictedTogetherAreAsAlone() {
    UNet network = network(UNetOptions.DEFAULT.withDepth(1).withFilters(4), 3);
    RandomGenerator random = new RandomKey(1, 2, 3).generator();
    List<Pixels> images = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      images.add(noise(new Size3(1, 9, 13), 1, random));
    }
    List<Pixels> together = predict(network, WHOLE, images);
    for (int i = 0; i < images.size(); i++) {
      Pixels alone = predict(network, WHOLE, List.of(images.get(i))).get(0);
      assertThat(together.get(i).values()).isEqualTo(alone.values());
    }
  }

  /** Gives its input, so that averaging must give it too, whatever the turns between. */
  private record Copy(List<Tensor> seen) implements Network {

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      Tensor y = x.times(1);
      seen.add(x);
      return y;
    }

    @Override
    public int inputChannels() {
      return 2;
    }

    @Override
    public int outputChannels() {
      return 2;
    }

    @Override
    public boolean isVolumetric() {
      return false;
    }

    @Override
    public Size3 multiple() {
      return Size3.ONE;
    }

    @Override
    public Size3 receptiveRadius() {
      return new Size3(0, 0, 0);
    }

    @Override
    public int workingChannels() {
      return 4;
    }

    @Override
    public Map<String, Object> architecture() {
      return Map.of("kind", "copy");
    }
  }

  @ParameterizedTest
  @EnumSource(Symmetries.class)
  void averagingUndoesEveryOrientation(Symmetries averaging) {
    Pixels image = noise(new Size3(1, 5, 8), 2, new RandomKey(4, 4, 4).generator());
    Copy copy = new Copy(new ArrayList<>());
    Pixels result = predict(copy, WHOLE.withAveraging(averaging), List.of(image)).get(0);
    assertThat(copy.seen()).hasSize(averaging.orientations().size());
    assertThat(result.values()).containsExactly(image.values(), offset(1e-6f));
  }

  /** What averaging means, written out: orient the image, predict, turn back, take the mean. */
  @Test
  void averagingIsTheMeanOverOrientedImages() {
    UNet network = network(UNetOptions.DEFAULT.withDepth(1).withFilters(5), 8);
    Pixels image = noise(new Size3(1, 24, 18), 1, new RandomKey(5, 5, 5).generator());
    double[] sum = new double[24 * 18];
    for (Orientation orientation : Orientation.SQUARE) {
      Pixels turned = image.oriented(orientation);
      Pixels back = predict(network, WHOLE, List.of(turned)).get(0).oriented(orientation.inverse());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += back.values()[i] / 8.0;
      }
    }
    Pixels expected = Pixels.zeros(image.extents(), 1);
    for (int i = 0; i < sum.length; i++) {
      expected.values()[i] = (float) sum[i];
    }
    PredictionOptions averaged = WHOLE.withAveraging(Symmetries.TURNS_AND_FLIPS);
    assertClose(predict(network, averaged, List.of(image)).get(0), expected);
  }

  @Test
  void memoryStaysWithinThePlan() {
    try (Device device = Device.cpu(1)) {
      UNetOptions options = UNetOptions.DEFAULT.withFilters(16);
      UNet network = new UNet(options, device, new RandomKey(1, 1, 1));
      Pixels image = noise(new Size3(1, 300, 400), 1, new RandomKey(5, 5, 5).generator());
      PredictionOptions tight = PredictionOptions.DEFAULT.withMemoryBytes(8 << 20);
      long weights = device.memory().liveBytes();
      TiledPredictor predictor = new TiledPredictor(network, device, tight);
      predictor.predict(List.of(new Job(image, (z, y, x, c, value) -> {})));

      assertThat(device.memory().liveBytes()).isEqualTo(weights);
      // The pool never gives blocks back, so it holds what was used at the same time, and more.
      assertThat(device.memory().pooledBytes()).isLessThan(3 * (8 << 20));
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    UNet network = network(UNetOptions.DEFAULT.withFilters(128).withDepth(3), 1);
    Pixels image = noise(new Size3(1, 120, 130), 1, new RandomKey(5, 5, 5).generator());
    assertThatThrownBy(() -> predict(network, TIGHT, List.of(image)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Allow more memory");
    Pixels two = Pixels.zeros(image.extents(), 2);
    assertThatThrownBy(() -> predict(network, WHOLE, List.of(two)))
        .hasMessageContaining("2 channels (expected:");
    assertThatThrownBy(() -> TIGHT.withMemoryBytes(1000))
        .hasMessage("prediction: memoryBytes 1000 (expected: >= 1048576)");
  }
}
