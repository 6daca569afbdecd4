package org.limpid.benchmarks.quality.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.benchmarks.quality.data.DataSets;
import org.limpid.benchmarks.quality.data.TestImage;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.Noise;

class NonLocalTest {

  @ParameterizedTest
  @CsvSource({"nlm, 6", "bm3d, 8", "similar-patches, 8"})
  void whiteNoiseIsReduced(String name, double least) {
    assertThat(Noisy.gain(name, Noise.gaussian(25))).isGreaterThan(least);
  }

  /** Through the transform of Anscombe, with the estimated line. */
  @ParameterizedTest
  @CsvSource({"nlm, 5", "bm3d, 6.5", "similar-patches, 7"})
  void noiseOfPhotonsIsReduced(String name, double least) {
    assertThat(Noisy.gain(name, Noise.poissonGaussian(4, 5))).isGreaterThan(least);
  }

  /** Noise that neighbours share looks like texture. */
  @ParameterizedTest
  @ValueSource(strings = {"nlm", "bm3d", "similar-patches"})
  void sharedNoiseIsLeft(String name) {
    assertThat(Noisy.gain(name, Noise.correlated(25, 2))).isLessThan(2.5);
  }

  /** Image 05 of Set12 at sigma 25: BM3D 29.25 dB, NL-Ridge 29.40, non-local means below. */
  @Test
  void eachReachesItsPublishedLevel() throws IOException {
    Path folder = Path.of("..", "..", "shared", "data");
    assumeTrue(
        Files.exists(folder.resolve("set12_gray")), "skipped: Set12 is not in ../shared/data");
    TestImage image = DataSets.find("set12-25").entries().get(2).source().read(folder);
    double input = 20.22;

    assertThat(input + Noisy.gain("similar-patches", image.clean(), image.noisy()))
        .isGreaterThan(29.6);
    assertThat(input + Noisy.gain("bm3d", image.clean(), image.noisy())).isBetween(29.15, 29.4);
    assertThat(input + Noisy.gain("nlm", image.clean(), image.noisy())).isBetween(27.0, 29.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nlm", "bm3d", "similar-patches"})
  void anyNumberOfThreadsGivesTheSame(String name) {
    Image noisy = Noise.gaussian(25).apply(Noisy.CLEAN, 1);
    Baseline baseline = Baselines.find(name).orElseThrow();
    try (Workers one = new Workers(1);
        Workers three = new Workers(3)) {
      OptionalDouble sigma = OptionalDouble.of(25);
      assertThat(baseline.denoise(noisy, sigma, three).result().samples())
          .isEqualTo(baseline.denoise(noisy, sigma, one).result().samples());
    }
  }
}
