package org.limpid.denoise.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.SharedData;

class QualityTest {
  private static final double EXACT = 1e-9;

  /**
   * Expected values: scikit-image 0.26 and numpy in double, {@code structural_similarity} with
   * {@code data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False}, {@code
   * normalized_root_mse} with {@code normalization='min-max'}, {@code lstsq} for the fit.
   */
  @ParameterizedTest
  @CsvSource({
    "11, 11, false, 21.430919834196015, 0.9487996590186275, 0.08720522518857982, 1, 0",
    "11, 11, true, 25.16624522807561, 0.9834604280770872, 0.0567252264392609, 1.3139016649487074, -35.78094494451017",
    "13, 17, false, 21.348393828597505, 0.9468720662183004, 0.08768415920132282, 1, 0",
    "13, 17, true, 25.194330295508223, 0.9832210925758951, 0.05631502983884405, 1.3134547774416263, -35.38117235520807",
    "40, 32, false, 21.346278714667793, 0.9454578355707013, 0.08735469184594494, 1, 0",
    "40, 32, true, 25.11204905537604, 0.9815754609270426, 0.056623631503702025, 1.2984002498690757, -33.543898731490074"
  })
  void agreesWithScikitImage(
      int height,
      int width,
      boolean fit,
      double psnr,
      double ssim,
      double nrmse,
      double gain,
      double offset) {
    Image reference = Image.of(pattern(height, width, 3, 5, 11), width, height);
    Image result = Image.of(disturbed(reference.samples(), height, width, 1), width, height);

    Quality quality = Quality.of(reference, result, 255, fit);

    assertThat(quality.psnr()).isCloseTo(psnr, within(EXACT));
    assertThat(quality.ssim()).isCloseTo(ssim, within(EXACT));
    assertThat(quality.nrmse()).isCloseTo(nrmse, within(EXACT));
    assertThat(quality.gain()).isCloseTo(gain, within(EXACT));
    assertThat(quality.offset()).isCloseTo(offset, within(1e-7));
  }

  @Test
  void channelsAndPlanesCountAlike() {
    int h = 20;
    int w = 24;
    float[][] bands = {pattern(h, w, 3, 5, 11), pattern(h, w, 2, 9, 4), pattern(h, w, 6, 1, 8)};
    float[] color = new float[h * w * 3];
    float[] stack = new float[h * w * 3];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < h * w; i++) {
        color[3 * i + c] = bands[c][i];
        stack[c * h * w + i] = bands[c][i];
      }
    }
    Quality ofColor =
        Quality.of(
            Image.of(color, 1, 1, h, w, 3),
            Image.of(disturbed(color, h, w, 3), 1, 1, h, w, 3),
            255,
            false);
    float[] disturbedStack = new float[stack.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(disturbed(bands[c], h, w, 1), 0, disturbedStack, c * h * w, h * w);
    }
    Quality ofStack =
        Quality.of(
            Image.of(stack, 1, 3, h, w, 1),
            Image.of(disturbedStack, 3, 1, h, w, 1).withPlanes(1, 3),
            255,
            false);

    assertThat(ofColor.psnr()).isCloseTo(21.45496858742667, within(EXACT));
    assertThat(ofColor.ssim()).isCloseTo(0.9399378874097791, within(EXACT));
    assertThat(ofColor.nrmse()).isCloseTo(0.08626839980871069, within(EXACT));
    assertThat(ofStack.psnr()).isCloseTo(ofColor.psnr(), within(EXACT));
    assertThat(ofStack.ssim()).isCloseTo(ofColor.ssim(), within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({
    "044_0, 22.84, 22.87, 0.373405, 0.370499",
    "085_1, 13.34, 15.85, 0.111443, 0.114723",
    "099_0, 20.70, 20.97, 0.295399, 0.325421"
  })
  void reproducesPublishedValuesOfW2s(
      String field, double raw, double fitted, double rawSsim, double fittedSsim)
      throws IOException {
    Image noisy = Image.read(SharedData.of("w2s_widefield_8bit/avg1/input_avg1_" + field + ".tif"));
    Image average =
        Image.read(SharedData.of("w2s_widefield_8bit/avg400/target_avg400_" + field + ".tif"));

    Quality asIs = Quality.of(average, noisy, 255, false);
    Quality fit = Quality.of(average, noisy, 255, true);

    assertThat(asIs.psnr()).isCloseTo(raw, within(0.005));
    assertThat(fit.psnr()).isCloseTo(fitted, within(0.005));
    assertThat(asIs.ssim()).isCloseTo(rawSsim, within(1e-6));
    assertThat(fit.ssim()).isCloseTo(fittedSsim, within(1e-6));
  }

  @Test
  void equalImagesAreInfinitelyClose() {
    Image image = Image.of(pattern(16, 16, 3, 5, 11), 16, 16);
    Quality quality = Quality.of(image, image, 255, true);
    assertThat(quality.psnr()).isInfinite();
    assertThat(quality.ssim()).isCloseTo(1, within(EXACT));
    assertThat(quality.nrmse()).isZero();
    assertThat(quality.gain()).isEqualTo(1);
    assertThat(quality.offset()).isZero();
  }

  @Test
  void fitOfConstantResultIsMeanOfReference() {
    Image reference = Image.of(pattern(16, 16, 3, 5, 11), 16, 16);
    float[] constant = new float[256];
    java.util.Arrays.fill(constant, 7);
    Quality quality = Quality.of(reference, Image.of(constant, 16, 16), 255, true);
    double mean = 0;
    for (float value : reference.samples()) {
      mean += value / 256;
    }
    assertThat(quality.gain()).isZero();
    assertThat(quality.offset()).isCloseTo(mean, within(EXACT));
  }

  @Test
  void constantReferenceHasNoRangeToCompareWith() {
    Image zero = Image.of(new float[256], 16, 16);
    Image other = Image.of(pattern(16, 16, 3, 5, 11), 16, 16);
    assertThat(Quality.of(zero, other, 255, false).nrmse()).isInfinite();
    assertThat(Quality.of(zero, zero, 255, false).nrmse()).isZero();
  }

  @Test
  void refusesWhatCannotBeCompared() {
    Image image = Image.of(pattern(16, 16, 3, 5, 11), 16, 16);
    float[] broken = image.samples();
    broken[16 * 3 + 5] = Float.NaN;
    assertThatThrownBy(() -> Quality.of(image, image.withSamples(broken), 255, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("result holds NaN in plane 0, row 3, column 5");
    assertThatThrownBy(() -> Quality.of(image, Image.of(new float[288], 18, 16), 255, false))
        .hasMessageContaining("expected: equal sizes");
    assertThatThrownBy(() -> Quality.of(image, image, 0, false))
        .hasMessageContaining("range 0.0 (expected: finite and > 0");
    Image small = Image.of(new float[160], 10, 16);
    assertThatThrownBy(() -> Quality.of(small, small, 255, false))
        .hasMessageContaining("at least 11 x 11");
  }

  /** Integers that any language makes alike. */
  private static float[] pattern(int height, int width, int xx, int xy, int yy) {
    float[] samples = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        samples[y * width + x] = (xx * x * x + xy * y * x + yy * y + 7 * x) % 251;
      }
    }
    return samples;
  }

  private static float[] disturbed(float[] samples, int height, int width, int channels) {
    float[] result = new float[samples.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int at = (y * width + x) * channels + c;
          result[at] = samples[at] * 0.75f + 10 + (13 * x + 29 * y + x * y) % 37;
        }
      }
    }
    return result;
  }
}
