package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.nn.weights.Json;

class DiagnoseCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void saysWhatToTry() throws IOException {
    Path file = folder.resolve("noisy cells.tif");
    Noise.poissonGaussian(2, 8).apply(slope(), 3).write(file);

    String text = Run.limpid("diagnose", file).succeeded().out();

    assertThat(text)
        .startsWith(file.toString())
        .contains("  noise       sigma ", "  neighbours  correlation along rows ")
        .contains("continuous; cut off: nothing", "none found of JPEG or resampling")
        .contains("  verdict     Noise is ", "limpid denoise '", "' OUT --method noise2void");
  }

  @Test
  void writesALineForAProgram() throws IOException {
    Files.writeString(folder.resolve("notes.tif"), "not an image");
    Noise.gaussian(12).apply(slope(), 3).write(folder.resolve("a.tif"));

    Run run = Run.limpid("diagnose", "--json", folder);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.outLines()).hasSize(2);
    Map<String, ?> first = Json.parseObject(run.outLines().get(0));
    assertThat(first.get("ok")).isEqualTo(true);
    assertThat(first.get("pattern")).isEqualTo("white");
    assertThat(first.get("method")).isEqualTo("noise2void");
    assertThat(first.get("period")).isNull();
    assertThat(Json.parseObject(run.outLines().get(1)).get("ok")).isEqualTo(false);
  }

  @Test
  void refusesWhatIsNotThere() {
    Run.limpid("diagnose", folder.resolve("none.tif")).refused("none.tif", "no such file");
    Run.limpid("diagnose").refused("Missing required parameter", "Try 'limpid diagnose --help'");
  }

  /** Brighter towards the right. */
  private static Image slope() {
    float[] samples = new float[160 * 160];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 40 + i % 160;
    }
    return Image.of(samples, 160, 160);
  }
}
