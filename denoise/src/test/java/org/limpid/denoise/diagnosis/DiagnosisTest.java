package org.limpid.denoise.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.SharedData;
import org.limpid.denoise.diagnosis.Autocorrelation.Pattern;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

class DiagnosisTest {

  @ParameterizedTest
  @ValueSource(doubles = {3, 12, 40})
  void findsTheLevelOfWhiteNoise(double sigma) {
    Diagnosis diagnosis = Diagnosis.of(Samples.white(sigma));

    NoiseLevel noise = diagnosis.noise().get(0);
    assertThat(noise.sigma()).isCloseTo(sigma, withPercentage(5));
    assertThat(noise.kind()).isEqualTo(Kind.CONSTANT);
    assertThat(diagnosis.correlation().pattern()).isEqualTo(Pattern.WHITE);
    assertThat(diagnosis.verdict()).contains("independent from pixel to pixel", "noise2void");
    assertThat(diagnosis.recommendation().arguments()).isEqualTo("--method noise2void");
    assertThat(diagnosis.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "4, 6", "20, 0"})
  void findsGainAndReadNoise(double gain, double deviation) {
    Image noisy = Noise.poissonGaussian(gain, deviation).apply(Samples.spots(), 8);

    NoiseLevel noise = Diagnosis.of(noisy).noise().get(0);

    assertThat(noise.kind()).isEqualTo(Kind.GROWING);
    assertThat(noise.slope()).isCloseTo(gain, withPercentage(15));
    for (double value : new double[] {70, 110, 150}) {
      assertThat(noise.sigmaAt(value))
          .isCloseTo(Math.sqrt(gain * value + deviation * deviation), withPercentage(6));
    }
  }

  @Test
  void tellsRowsFromColumns() {
    Image stripes = Samples.alongRows(12, 0.6);

    Diagnosis rows = Diagnosis.of(stripes);
    Diagnosis columns = Diagnosis.of(Samples.turned(stripes));

    assertThat(rows.correlation().pattern()).isEqualTo(Pattern.ROWS);
    assertThat(rows.correlation().at(0, 1)).isCloseTo(0.6, within(0.1));
    assertThat(rows.correlation().at(0, 2)).isCloseTo(0.36, within(0.1));
    assertThat(rows.correlation().at(1, 0)).isCloseTo(0, within(0.1));
    assertThat(rows.verdict()).contains("correlated along rows", "use structN2V horizontal");
    assertThat(rows.recommendation().arguments())
        .startsWith("--method noise2void --pattern horizontal:");
    assertThat(rows.correlation().at(0, -1)).isEqualTo(rows.correlation().at(0, 1));
    assertThat(columns.correlation().pattern()).isEqualTo(Pattern.COLUMNS);
    assertThat(columns.correlation().at(1, 0)).isCloseTo(0.6, within(0.1));
    assertThat(columns.recommendation().arguments()).contains("--pattern vertical:");
  }

  @Test
  void findsStripesOverWholeRows() {
    Image stripes = Samples.alongRows(12, 0.9999);

    Diagnosis diagnosis = Diagnosis.of(stripes);

    assertThat(diagnosis.correlation().pattern()).isEqualTo(Pattern.ROWS);
    assertThat(diagnosis.correlation().reachAlongRows()).isEqualTo(Autocorrelation.REACH);
    assertThat(diagnosis.recommendation().options()).containsEntry("pattern", "horizontal:15");
  }

  @Test
  void findsBlurredNoise() {
    // The mean of 3 x 3 white samples: shares 6 of 9 with a neighbour, 4 of 9 with a diagonal one;
    // part of it is taken for shading.
    Diagnosis diagnosis = Diagnosis.of(Noise.correlated(12, 1).apply(Samples.spots(), 4));

    Autocorrelation correlation = diagnosis.correlation();
    assertThat(correlation.pattern()).isEqualTo(Pattern.AREA);
    assertThat(correlation.at(0, 1)).isBetween(6 / 9.0 - 0.15, 6 / 9.0);
    assertThat(correlation.at(1, 1)).isBetween(4 / 9.0 - 0.2, 4 / 9.0);
    assertThat(correlation.at(0, 4)).isCloseTo(0, within(0.15));
    assertThat(correlation.isCertain()).isTrue();
    assertThat(diagnosis.recommendation().options()).containsEntry("pattern", "square:5");
  }

  @Test
  void doesNotTakeTextureForBlurredNoiseWithCertainty() {
    Image textured = Noise.gaussian(6).apply(Specimen.FILAMENTS.image(256, 256, 2), 3);

    Diagnosis diagnosis = Diagnosis.of(textured);

    assertThat(diagnosis.recommendation().options()).isEmpty();
    // Threads everywhere: an upper bound, and not far from the truth.
    assertThat(diagnosis.noise().get(0).sigma()).isBetween(5.7, 9.0);
  }

  @Test
  void findsClippingAndSaturation() {
    Image noisy = Samples.white(20);
    float[] sorted = noisy.samples();
    Arrays.sort(sorted);
    float low = sorted[sorted.length / 10];
    float high = sorted[sorted.length * 98 / 100];

    Levels levels = Diagnosis.of(Samples.limited(noisy, low, high)).levels();
    Diagnosis dark = Diagnosis.of(Samples.rounded(Samples.limited(noisy, 80, 1e6f), 1));

    assertThat(levels.clippedShare()).isCloseTo(0.10, within(0.002));
    assertThat(levels.saturatedShare()).isCloseTo(0.02, within(0.002));
    assertThat(dark.levels().saturatedShare()).isZero();
    assertThat(dark.warnings())
        .singleElement()
        .asString()
        .contains("cut off", "smallest value, 80", "dark");
  }

  @Test
  void takesNoFewPhotonsForClipping() {
    float[] dim = new float[256 * 256];
    Arrays.fill(dim, 1.2f);
    Image noisy = Noise.poissonGaussian(1, 0).apply(Image.of(dim, 256, 256), 6);

    Diagnosis diagnosis = Diagnosis.of(noisy);

    assertThat(diagnosis.levels().min()).isZero();
    assertThat(diagnosis.levels().clippedShare()).isZero();
    assertThat(diagnosis.noise().get(0).sigma()).isCloseTo(Math.sqrt(1.2), withPercentage(5));
  }

  @Test
  void findsSteps() {
    float[] samples = Samples.white(12).samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 16 * Math.round(9 * samples[i]);
    }
    // Twelve bits in the upper part of sixteen, as cameras deliver them.
    Diagnosis diagnosis =
        Diagnosis.of(Samples.spots().withSamples(samples).withType(SampleType.UINT16));

    assertThat(diagnosis.levels().step()).isEqualTo(16);
    assertThat(diagnosis.levels().bits()).isEqualTo(12);
    assertThat(diagnosis.warnings()).singleElement().asString().contains("12 of 16 bits");
    assertThat(Diagnosis.of(Samples.white(12)).levels().step()).isZero();
    Levels tenth = Diagnosis.of(Samples.rounded(Samples.white(12), 0.1)).levels();
    assertThat(tenth.step()).isCloseTo(0.1, within(1e-4));
  }

  @Test
  void warnsWhereNoiseIsFinerThanSteps() {
    Diagnosis diagnosis = Diagnosis.of(Samples.rounded(Samples.white(1.2), 4));

    assertThat(diagnosis.warnings())
        .anySatisfy(w -> assertThat(w).contains("finer than the steps"));
  }

  @Test
  void findsStretchedContrast() {
    float[] samples = Samples.rounded(Samples.white(10), 1).samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.rint(2.6 * samples[i]);
    }

    Diagnosis diagnosis = Diagnosis.of(Samples.spots().withSamples(samples));

    assertThat(diagnosis.levels().usedShare()).isLessThan(0.5);
    assertThat(diagnosis.warnings()).anySatisfy(w -> assertThat(w).contains("histogram has gaps"));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.75f})
  void findsBlocksOfJpeg(float quality) throws IOException {
    Diagnosis diagnosis = Diagnosis.of(Samples.jpeg(Samples.white(12), quality));

    assertThat(diagnosis.traces().isJpeg()).isTrue();
    assertThat(diagnosis.warnings()).anySatisfy(w -> assertThat(w).contains("JPEG"));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "1.5, 3"})
  void findsInterpolation(double factor, double period) {
    Diagnosis diagnosis = Diagnosis.of(Samples.enlarged(Samples.white(12), factor));

    assertThat(diagnosis.traces().period()).isCloseTo(period, within(0.02));
    assertThat(diagnosis.traces().isJpeg()).isFalse();
    assertThat(diagnosis.correlation().pattern()).isEqualTo(Pattern.AREA);
  }

  @Test
  void findsNoTracesInWhatWasNotProcessed() {
    for (Image image :
        new Image[] {
          Samples.white(12),
          Samples.alongRows(12, 0.6),
          Noise.correlated(12, 1).apply(Samples.spots(), 4),
          Noise.gaussian(6).apply(Specimen.FILAMENTS.image(256, 256, 2), 3)
        }) {
      Traces traces = Diagnosis.of(image).traces();
      assertThat(traces.isJpeg()).isFalse();
      assertThat(traces.isResampled()).isFalse();
    }
  }

  @Test
  void aFenceIsNoInterpolation() {
    Image image = Samples.white(5);
    float[] samples = image.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += i % image.width() % 8 < 2 ? 60 : 0;
    }
    Traces traces = Diagnosis.of(image.withSamples(samples)).traces();
    assertThat(traces.isResampled()).isFalse();
    assertThat(traces.isJpeg()).isFalse();
  }

  @Test
  void examinesEachChannel() {
    float[] a = Samples.white(5).samples();
    float[] b = Noise.gaussian(15).apply(Samples.spots(), 77).samples();
    float[] both = new float[2 * a.length];
    for (int i = 0; i < a.length; i++) {
      both[2 * i] = a[i];
      both[2 * i + 1] = b[i];
    }

    Diagnosis diagnosis = Diagnosis.of(Image.of(both, 1, 1, Samples.SIDE, Samples.SIDE, 2));

    assertThat(diagnosis.noise()).hasSize(2);
    assertThat(diagnosis.noise().get(0).sigma()).isCloseTo(5, withPercentage(5));
    assertThat(diagnosis.noise().get(1).sigma()).isCloseTo(15, withPercentage(5));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 200", "20, 20", "17, 65"})
  void refusesNothing(int width, int height) {
    float[] samples = new float[width * height];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i * 7 % 13;
    }
    samples[samples.length / 2] = Float.NaN;

    Diagnosis diagnosis = Diagnosis.of(Image.of(samples, width, height));

    assertThat(diagnosis.correlation().pattern()).isEqualTo(Pattern.UNKNOWN);
    assertThat(diagnosis.correlation().isCertain()).isFalse();
    assertThat(diagnosis.verdict()).contains("too small");
    assertThat(diagnosis.warnings()).anySatisfy(w -> assertThat(w).contains("is small"));
  }

  @Test
  void saysWhereThereIsNoNoise() {
    float[] flat = new float[256 * 256];
    Arrays.fill(flat, 7);

    Diagnosis constant = Diagnosis.of(Image.of(flat, 256, 256));
    Diagnosis clean = Diagnosis.of(Samples.rounded(Samples.spots(), 4));

    assertThat(constant.noise().get(0).kind()).isEqualTo(Kind.NONE);
    assertThat(constant.verdict()).contains("no noise");
    assertThat(clean.recommendation().options()).isEmpty();
  }

  @Test
  void namesWhiteNoiseOfAMicroscope() throws IOException {
    Path file = SharedData.of("w2s_widefield_8bit/avg1/input_avg1_001_1.tif");

    Diagnosis diagnosis = Diagnosis.of(Image.read(file));

    assertThat(diagnosis.noise().get(0).kind()).isEqualTo(Kind.GROWING);
    assertThat(diagnosis.correlation().pattern()).isEqualTo(Pattern.WHITE);
  }

  @Test
  void namesTheMosaicOfACamera() throws IOException {
    Path file = SharedData.of("cc15_real_camera_pairs/5dmark3_iso3200_1_real.png");

    Diagnosis diagnosis = Diagnosis.of(Image.read(file));

    assertThat(diagnosis.correlation().pattern()).isEqualTo(Pattern.AREA);
    assertThat(diagnosis.traces().period()).isCloseTo(2, within(0.01));
  }
}
