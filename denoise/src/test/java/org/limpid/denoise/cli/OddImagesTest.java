package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;

/** Images with samples that are no numbers, by every command that computes. */
class OddImagesTest {

  @TempDir private Path folder = Path.of("");
  private Path holey = Path.of("");
  private float[] samples = {};

  @BeforeEach
  void writeImage() throws IOException {
    samples = TestImages.noisy(40, 32).samples();
    samples[40 * 3 + 5] = Float.NaN;
    samples[40 * 9] = Float.NEGATIVE_INFINITY;
    holey = folder.resolve("holey.tif");
    Image.of(samples, 40, 32).write(holey);
  }

  private void assertKept(Path result) throws IOException {
    float[] found = Image.read(result).samples();
    for (int i = 0; i < found.length; i++) {
      if (Float.isFinite(samples[i])) {
        assertThat(found[i]).isFinite();
      } else {
        assertThat(Float.floatToIntBits(found[i])).isEqualTo(Float.floatToIntBits(samples[i]));
      }
    }
  }

  @Test
  void denoiseLearnsFromTheRestAndSaysSo() throws IOException {
    for (String method : List.of("noise2void", "n2v2")) {
      Path out = folder.resolve(method + ".tif");
      Path report = folder.resolve(method + ".html");
      Run run =
          Run.limpid("denoise", holey, out, "--method", method, "--report", report, "--steps", "3")
              .succeeded();
      assertThat(run.err())
          .contains("warning: 2 pixels (0.16 %) hold NaN or infinite numbers; they are left out");
      assertKept(out);
      assertThat(Files.readString(report)).contains("<svg").doesNotContain("NaN,");
    }
  }

  @Test
  void predictKeepsThem() throws IOException {
    Path model = folder.resolve("model");
    Path out = folder.resolve("out.tif");
    Run.limpid("train", "--input", holey, "--model", model, "--steps", "12", "--filters", "4")
        .succeeded();
    Run run = Run.limpid("predict", "--model", model, holey, out).succeeded();
    assertThat(run.err()).contains("holey.tif: 2 samples are NaN or infinite; they stay as they");
    assertKept(out);
    Path again = folder.resolve("again.tif");
    Run.limpid("predict", "--model", model, holey, again, "--resume").succeeded();
    assertKept(again);
    assertThat(folder.resolve("again.tif.unfinished")).doesNotExist();
  }
}
