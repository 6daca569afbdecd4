package org.limpid.denoise.similar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.metric.Quality;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.tensor.Device;

class SimilarPatchesTest {

  private static final Image CLEAN = Specimen.MIXED.image(128, 128, 1);
  private static final Image NOISY = Noise.gaussian(25).apply(CLEAN, 1);

  private static double gain(Image clean, Image noisy) {
    return Quality.of(clean, new SimilarPatches().denoise(noisy), 255, false).psnr()
        - Quality.of(clean, noisy, 255, false).psnr();
  }

  @Test
  void whiteNoiseIsReduced() {
    assertThat(gain(CLEAN, NOISY)).isGreaterThan(8);
  }

  /** Through the transform of Anscombe, with the estimated line. */
  @Test
  void noiseOfPhotonsIsReduced() {
    assertThat(gain(CLEAN, Noise.poissonGaussian(4, 5).apply(CLEAN, 1))).isGreaterThan(7);
  }

  /** The control: noise that neighbours share looks like texture. */
  @Test
  void sharedNoiseIsLeft() {
    assertThat(gain(CLEAN, Noise.correlated(25, 2).apply(CLEAN, 1))).isLessThan(2.5);
  }

  /** Numbers from 0 to 1, as floats, are no darker noise. */
  @Test
  void theScaleOfValuesDoesNotMatter() {
    float[] samples = NOISY.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] /= 256;
    }
    Image small = NOISY.withType(SampleType.FLOAT32).withSamples(samples);
    float[] result = new SimilarPatches().denoise(small).samples();
    for (int i = 0; i < result.length; i++) {
      result[i] *= 256;
    }
    Quality same =
        Quality.of(new SimilarPatches().denoise(NOISY), NOISY.withSamples(result), 255, false);
    assertThat(same.psnr()).isGreaterThan(70);
  }

  @Test
  void anyThreadsGiveTheSameBits() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException();
        };
    float[] one = bits(Device.cpu(1));
    assertThat(bits(Device.cpu(3))).isEqualTo(one);
    assertThat(bits(Device.cpu(3, refusing))).isEqualTo(one);
    assertThat(bits(Device.cpu(3, task -> {}))).isEqualTo(one);
  }

  private static float[] bits(Device device) {
    try (device) {
      return new SimilarPatches().withDevice(device).denoise(NOISY).samples();
    }
  }

  /** Exactly alike patches leave nothing to estimate, and nothing divides by zero. */
  @Test
  void aConstantStaysAsItIs() {
    Image flat = Image.of(new float[23 * 19], 23, 19);
    assertThat(new SimilarPatches().denoise(flat).samples()).containsOnly(0);
  }

  @Test
  void coloursAreDenoisedTogether() {
    float[] gray = CLEAN.samples();
    float[] samples = new float[3 * gray.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = gray[i / 3];
    }
    Image colour = Image.of(samples, 1, 1, 128, 128, 3);

    assertThat(gain(colour, Noise.gaussian(25).apply(colour, 1)))
        .isGreaterThan(gain(CLEAN, NOISY) + 2.5);
  }

  /** Stains that have nothing in common are as good as each by itself. */
  @Test
  void unlikeChannelsDoNotHarmEachOther() {
    Image other = Specimen.CELLS.image(128, 128, 2);
    float[] first = CLEAN.samples();
    float[] second = other.samples();
    float[] samples = new float[2 * 128 * 128];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (i % 2 == 0 ? first : second)[i / 2];
    }
    Image both = Image.of(samples, 1, 1, 128, 128, 2);
    double left =
        Math.pow(10, -gain(CLEAN, NOISY) / 10) / 2
            + Math.pow(10, -gain(other, Noise.gaussian(25).apply(other, 1)) / 10) / 2;

    assertThat(gain(both, Noise.gaussian(25).apply(both, 1)))
        .isGreaterThan(-10 * Math.log10(left) - 0.5);
  }

  /** Planes are taken by themselves, and what is no number stays so without spoiling others. */
  @Test
  void gapsStayAndPlanesAreIndependent() {
    float[] samples = NOISY.samples();
    int plane = samples.length;
    float[] two = new float[2 * plane];
    System.arraycopy(samples, 0, two, 0, plane);
    System.arraycopy(samples, 0, two, plane, plane);
    two[5000] = Float.NaN;
    Stabilizer noise = Stabilizer.white(25, 1);
    Image stack = Image.of(two, 1, 2, 128, 128, 1);
    float[] result = new SimilarPatches().withNoise(noise).denoise(stack).samples();
    float[] alone = new SimilarPatches().withNoise(noise).denoise(NOISY).samples();

    assertThat(result[5000]).isNaN();
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      assertThat(result[plane + i]).isEqualTo(alone[i]);
      sum += i == 5000 ? 0 : Math.abs(result[i] - alone[i]) / plane;
    }
    assertThat(sum).isLessThan(0.2);
  }

  /** Down to a single pixel, which is its own patch. */
  @ParameterizedTest
  @CsvSource({"7, 5", "1, 1", "1, 40"})
  void imagesMayBeSmallerThanAPatch(int height, int width) {
    float[] samples = new float[height * width];
    Arrays.fill(samples, 3);
    Image tiny = Image.of(samples, height, width);
    Stabilizer noise = Stabilizer.white(2, 1);
    for (float value : new SimilarPatches().withNoise(noise).denoise(tiny).samples()) {
      assertThat(value).isCloseTo(3, within(0.01f));
    }
  }

  /** The interrupted task's failure is the caller's. */
  @Test
  void failuresOfHelpersReachTheCaller() {
    try (Device device = Device.cpu(2)) {
      Crew crew = Crew.of(device);
      assertThatThrownBy(
              () ->
                  crew.each(
                      100,
                      i -> {
                        if (i == 50) {
                          throw new IllegalStateException("no");
                        }
                      }))
          .hasMessage("no");
    }
  }
}
