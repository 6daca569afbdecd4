package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.testing.ChildJvm;

/** In a process whose memory holds the image, but not what denoising all of it at once needs. */
class LargeImageTest {
  private static final int SIDE = 1700;

  @TempDir private Path folder = Path.of("");

  @Test
  void whatMemoryCannotHoldGoesThroughPieceByPiece() throws Exception {
    Path large = folder.resolve("large.tif");
    Path model = folder.resolve("model.safetensors");
    Path result = folder.resolve("result.tif");
    TestImages.noisy(SIDE, SIDE).withType(SampleType.UINT16).write(large);
    Path small = TestImages.write(folder.resolve("small.png"), 64, 64);
    Run.limpid(
            "train",
            "--input",
            small,
            "--model",
            model,
            "--steps",
            "1",
            "--depth",
            "1",
            "--filters",
            "2")
        .succeeded();

    assertThat(
            limpid(
                "denoise", "--report", folder.resolve("r.html"), "--model", model, large, result))
        .contains("large.tif: is too large for --report with the memory Java has (");
    assertThat(result).doesNotExist();
    assertThat(limpid("predict", "--model", model, large, result)).contains("trained before");

    Image whole = Denoiser.load(model).denoise(Image.read(large));
    Image pieces = Image.read(result);
    assertThat(pieces).hasToString(whole.toString());
    float[] expected = whole.samples();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, Math.round(expected[i]));
    }
    assertThat(pieces.samples()).isEqualTo(expected);
  }

  private static String limpid(Object... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx80m",
            "-XX:+UseSerialGC",
            "-cp",
            ChildJvm.classPath(Main.class),
            Main.class.getName());
    for (Object argument : arguments) {
      builder.command().add(argument.toString());
    }
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
