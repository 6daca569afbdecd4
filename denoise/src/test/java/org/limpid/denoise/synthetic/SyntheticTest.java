package org.limpid.denoise.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.Image;
import org.limpid.random.RandomKey;

class SyntheticTest {

  private static float[] flatWith(Noise noise, float level) {
    float[] samples = new float[256 * 256];
    Arrays.fill(samples, level);
    return noise.apply(Image.of(samples, 256, 256), 1).samples();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double covariance(float[] values, int distance) {
    double mean = mean(values);
    double sum = 0;
    for (int i = 0; i + distance < values.length; i++) {
      sum += (values[i] - mean) * (values[i + distance] - mean);
    }
    return sum / (values.length - distance);
  }

  @ParameterizedTest
  @EnumSource(Specimen.class)
  void specimensHaveStructureWithinRange(Specimen specimen) {
    float[] samples = specimen.image(120, 90, 3).samples();
    for (float sample : samples) {
      assertThat(sample).isBetween(20f, 255f);
    }
    assertThat(Math.sqrt(covariance(samples, 0))).isGreaterThan(10);
    // Structure is smooth: neighbours are alike.
    assertThat(covariance(samples, 1)).isGreaterThan(0.7 * covariance(samples, 0));
  }

  @Test
  void seedsChooseTheSpecimen() {
    assertThat(Specimen.MIXED.image(64, 64, 5).samples())
        .isEqualTo(Specimen.MIXED.image(64, 64, 5).samples())
        .isNotEqualTo(Specimen.MIXED.image(64, 64, 6).samples());
  }

  @Test
  void slicesOfAVolumeDifferButBelongTogether() {
    Image volume = Specimen.CELLS.volume(64, 64, 12, 1);
    assertThat(volume.depth()).isEqualTo(12);
    float[] samples = volume.samples();
    double squares = 0;
    int pairs = samples.length - 64 * 64;
    for (int i = 0; i < pairs; i++) {
      double difference = samples[i + 64 * 64] - samples[i];
      squares += difference * difference;
    }
    assertThat(squares / pairs).isBetween(10.0, 0.3 * covariance(samples, 0));
  }

  @Test
  void gaussianNoiseIsWhite() {
    float[] noisy = flatWith(Noise.gaussian(50), 100);
    assertThat(mean(noisy)).isCloseTo(100, within(1.0));
    assertThat(Math.sqrt(covariance(noisy, 0))).isCloseTo(50, within(1.0));
    assertThat(covariance(noisy, 1) / 2500).isCloseTo(0, within(0.02));
    assertThat(covariance(noisy, 256) / 2500).isCloseTo(0, within(0.02));
  }

  @Test
  void correlatedNoiseIsAlikeInNeighbours() {
    float[] noisy = flatWith(Noise.correlated(50, 1), 100);
    assertThat(Math.sqrt(covariance(noisy, 0))).isCloseTo(50, within(2.0));
    assertThat(covariance(noisy, 1) / covariance(noisy, 0)).isCloseTo(2 / 3.0, within(0.03));
    assertThat(covariance(noisy, 256) / covariance(noisy, 0)).isCloseTo(2 / 3.0, within(0.03));
    assertThat(covariance(noisy, 3) / covariance(noisy, 0)).isCloseTo(0, within(0.04));
  }

  @Test
  void photonsMakeVarianceGrowWithBrightness() {
    float[] dark = flatWith(Noise.poissonGaussian(2, 3), 20);
    float[] bright = flatWith(Noise.poissonGaussian(2, 3), 2000);
    assertThat(mean(dark)).isCloseTo(20, within(0.2));
    assertThat(mean(bright)).isCloseTo(2000, within(1.5));
    assertThat(covariance(dark, 0)).isCloseTo(2 * 20 + 9, within(2.0));
    assertThat(covariance(bright, 0)).isCloseTo(2 * 2000 + 9, within(100.0));
  }

  @Test
  void poissonCountsFollowTheirLaw() {
    var random = new RandomKey(1, 2, 3).generator();
    int[] counts = new int[12];
    for (int i = 0; i < 20_000; i++) {
      counts[(int) Math.min(11, Poisson.draw(2, random))]++;
    }
    double probability = Math.exp(-2);
    for (int k = 0; k < 6; k++) {
      assertThat(counts[k] / 20_000.0).isCloseTo(probability, within(0.012));
      probability *= 2.0 / (k + 1);
    }
    assertThat(Poisson.draw(0, random)).isZero();
    assertThat(Poisson.draw(100_000, random)).isBetween(98_000L, 102_000L);
  }

  @Test
  void refusesNegativeNoise() {
    assertThatThrownBy(() -> Noise.gaussian(-1))
        .hasMessage("noise deviation: -1.0 (expected: finite, >= 0)");
    assertThatThrownBy(() -> Noise.poissonGaussian(0, 1))
        .hasMessage("noise gain: 0.0 (expected: finite, > 0)");
  }
}
