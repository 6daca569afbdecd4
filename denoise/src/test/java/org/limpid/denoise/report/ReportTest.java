package org.limpid.denoise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.synthetic.Noise;

class ReportTest {
  private static final String HOSTILE = "<script>alert('\"&')</script>";

  @Test
  void needsNoNetwork() {
    String html = report(gradient(40, 30, 1), history(500)).html();
    assertThat(html).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(h");
    // Before, after, taken away and truth over each other; details of three.
    assertThat(html.split("src=\"", -1)).hasSize(1 + 7);
    assertThat(html.split("src=\"data:image/png;base64,", -1)).hasSize(1 + 7);
    assertThat(html).contains("prefers-color-scheme: dark").doesNotContain("{{");
  }

  @Test
  void escapesEverythingGivenAsText() {
    String html = report(gradient(40, 30, 1), history(500)).html();
    assertThat(html).doesNotContain(HOSTILE);
    // Twice the title, then summary, how the gain was found, heading, name, value and command.
    assertThat(html.split("&lt;script&gt;alert\\(&#39;&quot;&amp;&#39;\\)", -1)).hasSize(1 + 8);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "7, 13, 1", "1, 50, 3", "900, 700, 1", "20, 20, 2"})
  void showsAnySize(int width, int height, int channels) {
    assertThat(report(gradient(width, height, channels), history(500)).html())
        .endsWith("</html>\n");
  }

  @Test
  void saysWhichPartIsShown() {
    assertThat(report(gradient(900, 700, 1), history(9)).html())
        .contains("of it rows 0 to 699, columns 66 to 833")
        .contains("The whole image after, made small");
    assertThat(report(gradient(40, 30, 1), history(9)).html()).doesNotContain("of it");
  }

  @Test
  void drawsBothLosses() {
    String html = report(gradient(40, 30, 1), history(500)).html();
    assertThat(html).contains("<path class=\"first\"").contains("<path class=\"second\"");
    assertThat(report(gradient(40, 30, 1), history(1)).html()).contains("Too few steps");
    assertThat(report(gradient(40, 30, 1), List.of()).html()).contains("Too few steps");
  }

  @Test
  void ticksAreRoundNumbersInsideTheRange() {
    assertThat(Chart.ticks(0, 1500)).containsExactly(0, 500, 1000, 1500);
    assertThat(Chart.ticks(0.19, 0.31))
        .containsExactly(new double[] {0.2, 0.25, 0.3}, within(1e-12));
  }

  @Test
  void drawsTheNoiseFloorAndSaysTheGain() {
    String html = report(gradient(90, 90, 1), history(50)).html();
    assertThat(html)
        .contains("<line class=\"floor\"", "noise floor")
        .contains("+5.3 dB", "4.5 dB to 6.0 dB, ");
  }

  /** Every picture and curve has something in it. */
  @Test
  void leavesNothingEmpty() throws IOException {
    String html = report(noisy(200, 150), history(50)).html();
    Matcher paths = Pattern.compile("<path class=\"(\\w+)\"[^>]* d=\"([^\"]*)\"").matcher(html);
    List<String> styles = new ArrayList<>();
    while (paths.find()) {
      assertThat(paths.group(2)).contains("L").doesNotContain("NaN");
      styles.add(paths.group(1));
    }
    // Loss: two. Histogram: two. Spectrum: before and after; nothing was taken away here.
    assertThat(styles).hasSize(6).containsOnly("first", "second");
    assertThat(html.split("<rect class=", -1)).hasSize(1 + 15 * 15);
    assertThat(html).doesNotContain("There is too little to draw");
    Matcher images = Pattern.compile("base64,([^\"]+)\"").matcher(html);
    int gray = 0;
    while (images.find()) {
      byte[] bytes = Base64.getDecoder().decode(images.group(1));
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
      int[] pixels =
          picture
              .getRaster()
              .getPixels(0, 0, picture.getWidth(), picture.getHeight(), (int[]) null);
      gray += Arrays.stream(pixels).distinct().count() == 1 ? 1 : 0;
    }
    assertThat(gray).as("pictures of one shade: only what was taken away").isEqualTo(1);
  }

  @Test
  void staysSmallForLargeImages() {
    assertThat(report(noisy(3000, 2000), history(5000)).html().length()).isLessThan(10_000_000);
  }

  @Test
  void aSpectrumOfWhiteNoiseIsFlat() {
    double[] power = Spectrum.of(noisy(300, 300));
    assertThat(power).hasSize(32);
    for (double p : power) {
      assertThat(p).isBetween(80.0, 125.0);
    }
    assertThat(Spectrum.of(gradient(63, 200, 1))).isEmpty();
  }

  /** A page with something in every place. */
  static Report example() {
    return report(noisy(200, 150), history(50));
  }

  private static Image noisy(int width, int height) {
    float[] flat = new float[width * height];
    Arrays.fill(flat, 100);
    return Noise.gaussian(10).apply(Image.of(flat, width, height), 3);
  }

  private static Report report(Image image, List<LossPoint> history) {
    return new Report(
        HOSTILE,
        HOSTILE,
        image,
        image,
        Optional.of(image),
        Optional.of(new Gain(5.25, 4.5, 6, HOSTILE)),
        Diagnosis.of(image),
        history,
        0.02,
        Map.of(HOSTILE, Map.of(HOSTILE, HOSTILE)),
        HOSTILE);
  }

  private static Image gradient(int width, int height, int channels) {
    float[] samples = new float[width * height * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i;
    }
    return Image.wrap(samples, 1, 1, height, width, channels);
  }

  private static List<LossPoint> history(int points) {
    List<LossPoint> history = new ArrayList<>();
    for (int i = 1; i <= points; i++) {
      history.add(new LossPoint(i * 10L, 1.0 / i, i % 10 == 0 ? 1.1 / i : Double.NaN));
    }
    return history;
  }
}
