package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.GuidedNoise.Law;
import org.limpid.denoise.GuidedNoise.Square;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** Noise measured with a guide; here the guide is the truth, which no noise passes to. */
class GuidedNoiseTest {

  private static final int SIDE = 256;

  private static @Nullable Law law(Image noisy, Image guide) {
    List<Square> squares = new ArrayList<>();
    BlockSpectrum nothing = BlockSpectrum.of(new double[BlockSpectrum.SIDE * BlockSpectrum.SIDE]);
    for (int y = 0; y + BlockSpectrum.SIDE <= noisy.height(); y += BlockSpectrum.SIDE) {
      for (int x = 0; x + BlockSpectrum.SIDE <= noisy.width(); x += BlockSpectrum.SIDE) {
        squares.add(new Square(spectrum(noisy, y, x), spectrum(guide, y, x), nothing));
      }
    }
    return GuidedNoise.of(squares);
  }

  private static Law known(Image noisy, Image guide) {
    return Objects.requireNonNull(law(noisy, guide));
  }

  private static BlockSpectrum spectrum(Image image, int top, int left) {
    double[] values = new double[BlockSpectrum.SIDE * BlockSpectrum.SIDE];
    for (int k = 0; k < values.length; k++) {
      values[k] = image.get(0, 0, top + k / BlockSpectrum.SIDE, left + k % BlockSpectrum.SIDE, 0);
    }
    return BlockSpectrum.of(values);
  }

  private static Image flat() {
    return Image.of(new float[SIDE * SIDE], SIDE, SIDE);
  }

  @ParameterizedTest
  @CsvSource({"CELLS, 10", "CELLS, 50", "FILAMENTS, 25", "SPOTS, 10", "MIXED, 25"})
  void textureIsNotTakenForNoise(Specimen specimen, double sigma) {
    Image clean = specimen.image(SIDE, SIDE, 5);
    Image noisy = Noise.gaussian(sigma).apply(clean, 6);
    Law law = known(noisy, clean);
    assertThat(Math.sqrt(law.at(60))).isCloseTo(sigma, withPercentage(1.2));
    assertThat(law.slope()).isZero();
  }

  /** Texture in half of the image that is as white as noise: only the guide can tell. */
  @Test
  void theGuideTellsTextureFromNoise() {
    float[] half = Noise.gaussian(15).apply(flat(), 9).samples();
    for (int i = 0; i < half.length; i++) {
      half[i] = i % SIDE < SIDE / 2 ? 0 : half[i];
    }
    Image clean = flat().withSamples(half);
    Image noisy = Noise.gaussian(10).apply(clean, 6);
    assertThat(known(noisy, clean).at(0)).isCloseTo(100, withPercentage(15));
    assertThat(known(noisy, flat()).at(0)).isGreaterThan(150);
  }

  /** Control: it is for white noise alone. */
  @Test
  void noiseThatNeighboursShareIsNotMeasured() {
    Image noisy = Noise.correlated(20, 1).apply(flat(), 6);
    assertThat(known(noisy, flat()).relativeError()).isInfinite();
    assertThat(known(noisy, flat()).at(0)).isLessThan(0.5 * 400);
  }

  @ParameterizedTest
  @CsvSource({"CELLS, 4, 10", "SPOTS, 2, 3"})
  void findsHowNoiseGrowsWithBrightness(Specimen specimen, double gain, double deviation) {
    Image clean = specimen.image(SIDE, SIDE, 5);
    Law law = known(Noise.poissonGaussian(gain, deviation).apply(clean, 6), clean);
    assertThat(law.slope()).isCloseTo(gain, withPercentage(15));
    for (double value : new double[] {25, 60, 100}) {
      double variance = gain * value + deviation * deviation;
      assertThat(law.at(value)).isCloseTo(variance, withPercentage(10));
    }
  }

  @Test
  void chanceIsInTheError() {
    Image large = Noise.gaussian(20).apply(flat(), 1);
    Image dark = Image.of(new float[72 * 72], 72, 72);
    Image small = Noise.gaussian(20).apply(dark, 1);
    assertThat(known(large, flat()).at(0)).isCloseTo(400, withPercentage(1.5));
    assertThat(known(small, dark).relativeError())
        .isGreaterThan(1.5 * known(large, flat()).relativeError());
  }

  @Test
  void nothingIsSaidWhereNothingCanBe() {
    assertThat(law(flat(), flat())).isNull();
    Image tiny = Noise.gaussian(20).apply(Image.of(new float[32 * 32], 32, 32), 1);
    assertThat(law(tiny, tiny)).isNull();
  }

  @Test
  void fewLevelsAreNoiseOfTheirOwn() {
    float[] rounded = Noise.gaussian(2).apply(flat(), 3).samples();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Math.round(rounded[i] / 3) * 3;
    }
    // Rounding adds the square of a step over 12.
    Law law = known(flat().withSamples(rounded), flat());
    assertThat(law.at(0)).isCloseTo(4 + 9 / 12.0, withPercentage(3));
  }

  @Test
  void aSpectrumHasTheEnergyOfItsValues() {
    double[] wave = new double[BlockSpectrum.SIDE * BlockSpectrum.SIDE];
    for (int k = 0; k < wave.length; k++) {
      wave[k] = 3 + ((k / BlockSpectrum.SIDE + k) % 2 == 0 ? 1 : -1);
    }
    BlockSpectrum spectrum = BlockSpectrum.of(wave);
    assertThat(spectrum.mean()).isCloseTo(3, within(1e-9));
    assertThat(spectrum.fine()[BlockSpectrum.BANDS - 1]).isBetween(30.0, 64.0);
    assertThat(spectrum.coarse()).isLessThan(5);
    int coefficients = 0;
    for (int band = 0; band < BlockSpectrum.BANDS; band++) {
      coefficients += BlockSpectrum.size(band);
    }
    assertThat(coefficients).isEqualTo(37);
  }
}
