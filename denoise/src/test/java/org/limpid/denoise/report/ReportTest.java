package org.limpid.denoise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.denoise.Image;

class ReportTest {
  private static final String HOSTILE = "<script>alert('\"&')</script>";

  @Test
  void needsNoNetwork() {
    String html = report(gradient(40, 30, 1), history(500)).html();
    assertThat(html).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(h");
    assertThat(html.split("src=\"", -1)).hasSize(1 + 6);
    assertThat(html.split("src=\"data:image/png;base64,", -1)).hasSize(1 + 6);
    assertThat(html).contains("prefers-color-scheme: dark").doesNotContain("{{");
  }

  @Test
  void escapesEverythingGivenAsText() {
    String html = report(gradient(40, 30, 1), history(500)).html();
    assertThat(html).doesNotContain(HOSTILE);
    // Twice the title, then summary, heading, name, value and command.
    assertThat(html.split("&lt;script&gt;alert\\(&#39;&quot;&amp;&#39;\\)", -1)).hasSize(1 + 7);
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
        .contains("of it rows 30 to 669, columns 130 to 769");
    assertThat(report(gradient(40, 30, 1), history(9)).html()).doesNotContain("of it");
  }

  @Test
  void drawsBothLosses() {
    String html = report(gradient(40, 30, 1), history(500)).html();
    assertThat(html).contains("<path class=\"training\"").contains("<path class=\"validation\"");
    assertThat(html).contains("<line class=\"floor\"").contains("noise floor");
    assertThat(report(gradient(40, 30, 1), history(1)).html()).contains("Too few steps");
    assertThat(report(gradient(40, 30, 1), List.of()).html()).contains("Too few steps");
  }

  @Test
  void ticksAreRoundNumbersInsideTheRange() {
    assertThat(LossCurve.ticks(0, 1500)).containsExactly(0, 500, 1000, 1500);
    assertThat(LossCurve.ticks(0.19, 0.31))
        .containsExactly(new double[] {0.2, 0.25, 0.3}, within(1e-12));
  }

  private static Report report(Image image, List<LossPoint> history) {
    return new Report(
        HOSTILE,
        HOSTILE,
        image,
        image,
        Optional.of(image),
        history,
        0.5,
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
