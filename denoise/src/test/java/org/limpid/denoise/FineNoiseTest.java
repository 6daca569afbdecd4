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
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.FineNoise.Law;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.random.RandomKey;

/** Noise measured under whatever texture an image has. */
class FineNoiseTest {

  private static final int SIDE = 256;

  private static @Nullable Law law(Image noisy) {
    return FineNoise.of(squares(noisy));
  }

  private static List<BlockSpectrum> squares(Image image) {
    List<BlockSpectrum> squares = new ArrayList<>();
    for (int y = 0; y + BlockSpectrum.SIDE <= image.height(); y += BlockSpectrum.SIDE) {
      for (int x = 0; x + BlockSpectrum.SIDE <= image.width(); x += BlockSpectrum.SIDE) {
        double[] values = new double[BlockSpectrum.SIDE * BlockSpectrum.SIDE];
        for (int k = 0; k < values.length; k++) {
          values[k] = image.get(0, 0, y + k / BlockSpectrum.SIDE, x + k % BlockSpectrum.SIDE, 0);
        }
        squares.add(BlockSpectrum.of(values));
      }
    }
    return squares;
  }

  private static Law known(Image noisy) {
    return Objects.requireNonNull(law(noisy));
  }

  private static Image flat() {
    return Image.of(new float[SIDE * SIDE], SIDE, SIDE);
  }

  /** Of the square root of the power law that photographs follow, everywhere alike. */
  private static Image texture(double deviation) {
    RandomKey key = new RandomKey(3, 0, 0);
    float[] values = new float[SIDE * SIDE];
    double[] square = new double[BlockSpectrum.SIDE * BlockSpectrum.SIDE];
    int side = BlockSpectrum.SIDE;
    for (int block = 0; block < values.length / square.length; block++) {
      for (int k = 0; k < square.length; k++) {
        double wave = (key.uniform(block * square.length + k) - 0.5) * Math.sqrt(12);
        square[k] = deviation * wave / ((1 + k / side) * (1 + k % side));
      }
      for (int k = 0; k < square.length; k++) {
        double sum = 0;
        for (int f = 1; f < square.length; f++) {
          double down = f / side == 0 ? Math.sqrt(0.5) : Math.cos(angle(f / side, k / side));
          double along = f % side == 0 ? Math.sqrt(0.5) : Math.cos(angle(f % side, k % side));
          sum += square[f] * down * along * 2 / side;
        }
        int perRow = SIDE / side;
        int y = block / perRow * side + k / side;
        values[y * SIDE + block % perRow * side + k % side] = (float) (100 + sum);
      }
    }
    return flat().withSamples(values);
  }

  private static double angle(int frequency, int place) {
    return Math.PI * frequency * (2 * place + 1) / (2 * BlockSpectrum.SIDE);
  }

  @ParameterizedTest
  @CsvSource({"CELLS, 10", "CELLS, 50", "FILAMENTS, 25", "SPOTS, 10", "MIXED, 25"})
  void textureIsNotTakenForNoise(Specimen specimen, double sigma) {
    Image noisy = Noise.gaussian(sigma).apply(specimen.image(SIDE, SIDE, 5), 6);
    Law law = known(noisy);
    assertThat(Math.sqrt(law.at(60))).isCloseTo(sigma, withPercentage(1));
    assertThat(Math.abs(law.slope()) * 100).isLessThan(0.1 * sigma * sigma);
  }

  /** Texture in every square, a fifth as strong as noise in all fine frequencies together. */
  @Test
  void textureEverywhereIsToldByHowItsSpectrumFalls() {
    Image clean = texture(150);
    Image noisy = Noise.gaussian(10).apply(clean, 6);
    double energy = 0;
    int coefficients = 0;
    for (BlockSpectrum square : squares(noisy)) {
      for (int band = BlockSpectrum.BANDS / 2; band < BlockSpectrum.BANDS; band++) {
        energy += square.fine()[band];
        coefficients += BlockSpectrum.size(band);
      }
    }
    assertThat(energy / coefficients).isGreaterThan(115);
    assertThat(known(noisy).at(100)).isCloseTo(100, withPercentage(5));
    assertThat(known(noisy).relativeError())
        .isGreaterThan(1.3 * known(Noise.gaussian(10).apply(flat(), 6)).relativeError());
  }

  /** Control: it is for white noise alone. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void noiseThatNeighboursShareIsNotMeasured(int reach) {
    assertThat(known(Noise.correlated(20, reach).apply(flat(), 6)).relativeError()).isInfinite();
    Image cells = Specimen.CELLS.image(SIDE, SIDE, 5);
    assertThat(known(Noise.correlated(20, reach).apply(cells, 6)).relativeError()).isInfinite();
  }

  @ParameterizedTest
  @CsvSource({"CELLS, 4, 10", "SPOTS, 2, 3", "FILAMENTS, 8, 3"})
  void findsHowNoiseGrowsWithBrightness(Specimen specimen, double gain, double deviation) {
    Image clean = specimen.image(SIDE, SIDE, 5);
    Law law = known(Noise.poissonGaussian(gain, deviation).apply(clean, 6));
    assertThat(law.slope()).isCloseTo(gain, withPercentage(10));
    for (double value : new double[] {25, 60, 100}) {
      double variance = gain * value + deviation * deviation;
      assertThat(law.at(value)).isCloseTo(variance, withPercentage(10));
    }
  }

  @Test
  void chanceIsInTheError() {
    Image large = Noise.gaussian(20).apply(flat(), 1);
    Image small = Noise.gaussian(20).apply(Image.of(new float[72 * 72], 72, 72), 1);
    assertThat(known(large).at(0)).isCloseTo(400, withPercentage(1.5));
    assertThat(known(large).relativeError()).isBetween(0.005, 0.03);
    assertThat(known(small).relativeError()).isGreaterThan(1.5 * known(large).relativeError());
  }

  @Test
  void nothingIsSaidWhereNothingCanBe() {
    assertThat(law(flat())).isNull();
    Image tiny = Noise.gaussian(20).apply(Image.of(new float[32 * 32], 32, 32), 1);
    assertThat(law(tiny)).isNull();
  }

  @Test
  void fewLevelsAreNoiseOfTheirOwn() {
    float[] rounded = Noise.gaussian(2).apply(flat(), 3).samples();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Math.round(rounded[i] / 3) * 3;
    }
    // Rounding adds the square of a step over 12.
    Law law = known(flat().withSamples(rounded));
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
    double before = 0;
    for (int band = 0; band < BlockSpectrum.BANDS; band++) {
      coefficients += BlockSpectrum.size(band);
      assertThat(BlockSpectrum.frequency(band)).isGreaterThan(before);
      before = BlockSpectrum.frequency(band);
    }
    assertThat(coefficients).isEqualTo(43);
  }
}
