package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;

class Self2SelfCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void denoisesAnImage() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 30, 24);
    Path output = folder.resolve("out.tif");
    Run run =
        Run.limpid(
                "denoise",
                input,
                output,
                "--method",
                "self2self",
                "--steps",
                "2",
                "--passes",
                "2",
                "--json",
                "-q")
            .succeeded();
    assertThat(run.out()).contains("\"method\":\"self2self\"");
    assertThat(Image.read(output).width()).isEqualTo(30);
  }

  @Test
  void modelsAreTrainedDescribedAndUsed() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 30, 24);
    Path model = folder.resolve("m.safetensors");
    Path output = folder.resolve("out.png");
    Run.limpid(
            "train",
            "--method",
            "self2self",
            "--input",
            input,
            "--model",
            model,
            "--steps",
            "2",
            "--depth",
            "2",
            "--filters",
            "4",
            "--patch",
            "32",
            "--passes",
            "3",
            "--keep",
            "0.6",
            "--dropout",
            "0.2",
            "-q")
        .succeeded();
    assertThat(Run.limpid("info", model).succeeded().out())
        .contains("self2self", "depth 2", "4 filters", "1 channel(s)");
    Run.limpid("predict", "--model", model, input, output, "-q").succeeded();
    assertThat(Files.size(output)).isPositive();
  }

  @Test
  void wrongOptionsAreRefusedInOneLine() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 16, 16);
    Path output = folder.resolve("out.png");
    Run.limpid("denoise", input, output, "--method", "self2self", "--keep", "1.5")
        .refused("mask keep: 1.5 (expected: > 0, <= 1)");
    Run.limpid("denoise", input, output, "--method", "self2self", "--passes", "0")
        .refused("passes 0 (expected: 1 to 10000)");
    Run.limpid("denoise", input, output, "--method", "self2self", "--masked", "2")
        .refused("--masked");
    assertThat(output).doesNotExist();
  }
}
