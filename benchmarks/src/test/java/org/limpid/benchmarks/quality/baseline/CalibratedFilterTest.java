package org.limpid.benchmarks.quality.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.synthetic.Noise;

class CalibratedFilterTest {

  @ParameterizedTest
  @CsvSource({"gaussian, 6", "median, 4.5"})
  void whiteNoiseIsReduced(String name, double least) {
    assertThat(Noisy.gain(name, Noise.gaussian(25))).isGreaterThan(least);
  }

  /** Neighbours foretell shared noise, so that little or no filtering looks best. */
  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "median"})
  void sharedNoiseIsNot(String name) {
    assertThat(Noisy.gain(name, Noise.correlated(25, 2))).isLessThan(1);
  }

  /** Chosen without the truth, at most a quarter of a decibel worse than with it. */
  @Test
  void theSettingIsNearlyTheBest() {
    Image noisy = Noise.gaussian(25).apply(Noisy.CLEAN, 1);
    double chosen = Noisy.gain("gaussian", Noisy.CLEAN, noisy);
    double before = Quality.of(Noisy.CLEAN, noisy, 255, false).psnr();
    double best = 0;
    try (Workers workers = new Workers(2)) {
      for (double width : GaussianFilter.WIDTHS) {
        Image result = new GaussianFilter(width).apply(Raster.of(noisy), workers).like(noisy);
        best = Math.max(best, Quality.of(Noisy.CLEAN, result, 255, false).psnr() - before);
      }
    }

    assertThat(chosen).isGreaterThan(best - 0.25);
  }

  @Test
  void aConstantStaysAsItIs() {
    Image flat = Image.of(new float[35], 7, 5);
    try (Workers workers = new Workers(1)) {
      assertThat(new MedianFilter(2).apply(Raster.of(flat), workers).like(flat).samples())
          .containsOnly(0);
      Raster one = new Raster(1, 1, new float[][] {{3}});
      assertThat(new GaussianFilter(1).apply(one, workers).channels()[0][0])
          .isCloseTo(3, within(1e-5f));
    }
  }
}
