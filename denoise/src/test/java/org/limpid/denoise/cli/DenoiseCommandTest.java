package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.nn.weights.Json;

class DenoiseCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void writesAResultOfTheSameKind() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 40, 24);
    Path output = folder.resolve("out.tif");

    Run run = Run.limpid("denoise", input, output, "--steps", "2", "--device", "cpu").succeeded();

    Image result = Image.read(output);
    assertThat(result).hasToString(Image.read(input).toString());
    assertThat(result.samples()).isNotEqualTo(Image.read(input).samples());
    assertThat(run.out()).startsWith(output + ": noise2void, 2 steps, loss ");
    assertThat(run.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("in.png: "));
  }

  @Test
  void saysTheResultAsJson() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 16, 16);
    Path output = folder.resolve("out.png");

    Run run = Run.limpid("denoise", input, output, "--steps", "3", "--json", "-q").succeeded();

    assertThat(run.outLines()).hasSize(1);
    assertThat(run.err()).isEmpty();
    Map<String, ?> said = Json.parseObject(run.out().strip());
    assertThat(said.get("method")).isEqualTo("noise2void");
    assertThat(said.get("steps")).isEqualTo(3L);
    assertThat(said.get("output")).isEqualTo(output.toString());
    assertThat(said.get("device")).isEqualTo("cpu");
    assertThat((Double) said.get("loss")).isPositive();
    assertThat((Double) said.get("seconds")).isPositive();
  }

  @Test
  void sameSeedGivesTheSameFileForAnyNumberOfThreads() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 24, 24);
    Path one = folder.resolve("one.tif");
    Path two = folder.resolve("two.tif");
    Path other = folder.resolve("other.tif");
    denoise(input, one, "--threads", "1", "--seed", "5");
    denoise(input, two, "--threads", "2", "--seed", "5");
    denoise(input, other, "--threads", "2", "--seed", "6");
    assertThat(two).hasSameBinaryContentAs(one);
    assertThat(Image.read(other).samples()).isNotEqualTo(Image.read(one).samples());
  }

  @Test
  void takesOddAndSmallSizesStacksAndColours() throws IOException {
    Path tiny = folder.resolve("tiny.tif");
    TestImages.noisy(7, 13).write(tiny);
    denoise(tiny, folder.resolve("a.tif"));
    assertThat(Image.read(folder.resolve("a.tif"))).hasToString(Image.read(tiny).toString());

    float[] samples = TestImages.noisy(20, 36).samples();
    Path colours = folder.resolve("colours.tif");
    Image.of(samples, 1, 1, 12, 20, 3).withType(SampleType.UINT16).write(colours);
    denoise(colours, folder.resolve("b.tif"));
    assertThat(Image.read(folder.resolve("b.tif"))).hasToString(Image.read(colours).toString());

    Path series = folder.resolve("series.tif");
    Image.of(samples, 3, 1, 12, 20, 1).write(series);
    denoise(series, folder.resolve("c.tif"));
    assertThat(Image.read(folder.resolve("c.tif"))).hasToString(Image.read(series).toString());
  }

  @Test
  void writesAReport() throws IOException {
    Path input = TestImages.write(folder.resolve("a <b> & 'c'.png"), 30, 20);
    Path report = folder.resolve("report.html");
    denoise(input, folder.resolve("out.png"), "--report", report);
    String html = Files.readString(report);
    assertThat(html)
        .contains("a &lt;b&gt; &amp; &#39;c&#39;.png", "--steps 1")
        .contains("patch size", "Machine")
        .doesNotContain("<b>")
        .endsWith("</html>\n");
  }

  @Test
  void endsWithTheBudget() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 16, 16);
    Run run =
        Run.limpid("denoise", input, folder.resolve("out.png"), "--budget", "1s", "--json", "-q");
    Map<String, ?> said = Json.parseObject(run.succeeded().out().strip());
    assertThat((Long) said.get("steps")).isBetween(1L, 1999L);
  }

  private static void denoise(Path input, Path output, Object... more) {
    Object[] arguments = new Object[6 + more.length];
    Object[] first = {"denoise", input, output, "--steps", "1", "--quiet"};
    System.arraycopy(first, 0, arguments, 0, 6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Run.limpid(arguments).succeeded();
  }
}
