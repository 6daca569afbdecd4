package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

class InfoCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void saysOneLineForEachFileOfAFolder() throws IOException {
    Path stack = folder.resolve("a stack.tif");
    Image.of(new float[] {3, 4, 5, 6, 7, 65535}, 1, 3, 2, 1, 1)
        .withType(SampleType.UINT16)
        .write(stack);
    Files.writeString(folder.resolve("notes.tif"), "not an image");
    Files.writeString(folder.resolve(".hidden"), "left out");

    Run run = Run.limpid("info", "--json", folder);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines()).hasSize(2);
    assertThat(run.outLines().get(0))
        .contains("a stack.tif\",\"ok\":true,\"kind\":\"tiff\",\"width\":1,\"height\":2,")
        .contains("\"pages\":3", "\"channels\":1", "\"bits\":16", "\"sampleFormat\":\"uint\"")
        .endsWith("\"min\":3,\"max\":65535}");
    assertThat(run.outLines().get(1)).contains("notes.tif\",\"ok\":false,\"error\":\"");
  }

  @Test
  void describesInWords() throws IOException {
    Path file = folder.resolve("half.tif");
    Image.of(new float[] {-0.5f, Float.NaN}, 2, 1).write(file);
    assertThat(Run.limpid("info", file).succeeded().out().strip())
        .isEqualTo(file + ": TIFF, 1 x 2 (Y, X), 1 channel, float32, -0.5 to -0.5");
  }

  @Test
  void refusesWhatIsNotThere() {
    Run.limpid("info", folder.resolve("none.tif")).refused("none.tif", "no such file");
    Run.limpid("info", folder).refused("no file in this folder");
    Run.limpid("info").refused("Missing required parameter", "Try 'limpid info --help'");
  }
}
