package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.nn.weights.Json;

class FolderRunTest {
  @TempDir private Path folder = Path.of("");
  private Path input = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void writeImages() throws IOException {
    input = Files.createDirectory(folder.resolve("in"));
    output = folder.resolve("out");
    TestImages.write(input.resolve("a.png"), 16, 16);
    TestImages.noisy(12, 18).write(input.resolve("c.tif"));
  }

  @Test
  void denoisesEveryImage() throws IOException {
    Run run = Run.limpid("denoise", input, output, "--steps", "1").succeeded();
    assertThat(run.outLines()).hasSize(3);
    assertThat(run.outLines().get(0))
        .matches("a\\.png  noise2void  1 steps  loss \\S+  0:\\d\\d  .*");
    assertThat(run.outLines().get(2)).startsWith("2 denoised, 0 failed, 0:");
    assertThat(run.err()).contains("[1/2] a.png: 100 %", "[2/2] c.tif: 100 %");
    assertThat(Image.read(output.resolve("c.tif")))
        .hasToString(Image.read(input.resolve("c.tif")).toString());
  }

  @Test
  void goesOnAfterAFileThatFails() throws IOException {
    Files.writeString(input.resolve("b.tif"), "not an image");
    Run run = Run.limpid("denoise", input, output, "--steps", "1", "--quiet").refused("b.tif: ");
    assertThat(run.out()).contains("b.tif  failed", "2 denoised, 1 failed");
    assertThat(output.resolve("a.png")).exists();
    assertThat(output.resolve("b.tif")).doesNotExist();
    assertThat(output.resolve("c.tif")).exists();
  }

  @Test
  void takesSeveralFilesAndPatterns() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    TestImages.write(other.resolve("b.png"), 16, 16);
    Run.limpid("denoise", input.resolve("*.png"), other, output, "--steps", "1", "-q").succeeded();
    assertThat(output.resolve("a.png")).exists();
    assertThat(output.resolve("b.png")).exists();
    assertThat(output.resolve("c.tif")).doesNotExist();
    Run.limpid("denoise", input.resolve("*.jpg"), output).refused("no file fits this pattern");
    TestImages.write(other.resolve("a.png"), 16, 16);
    Run.limpid("denoise", input, other, output)
        .refused("a.png and ", " would both become ", "folders of their own");
  }

  @Test
  void saysEveryFileAsJson() throws IOException {
    Files.writeString(input.resolve("b.tif"), "not an image");
    Run run = Run.limpid("denoise", input, output, "--steps", "1", "-q", "--json");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines().stream().map(line -> Json.parseObject(line).get("ok")))
        .containsExactly(true, false, true);
  }

  @Test
  void trainsOnAFolderThenPredicts() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Run trained =
        Run.limpid("train", "--input", input, "--model", model, "--steps", "2", "--json", "-q");
    Map<String, ?> said = Json.parseObject(trained.succeeded().out().strip());
    assertThat(said.get("steps")).isEqualTo(2L);
    assertThat(said.get("model")).isEqualTo(model.toString());

    assertThat(Run.limpid("info", model).succeeded().out())
        .contains("model.safetensors: model, noise2void, unet of 2 dimensions, depth 2, 32 filters")
        .contains("2 steps, loss ");
    Run info = Run.limpid("info", "--json", model, input.resolve("c.tif")).succeeded();
    assertThat(Json.parseObject(info.outLines().get(0)).get("kind")).isEqualTo("model");
    assertThat(Json.parseObject(info.outLines().get(1)).get("kind")).isEqualTo("tiff");

    Path result = folder.resolve("result.tif");
    Run.limpid("predict", "--model", model, input.resolve("c.tif"), result).succeeded();
    Path same = folder.resolve("same.tif");
    Run.limpid("denoise", "--model", model, input.resolve("c.tif"), same).succeeded();
    assertThat(same).hasSameBinaryContentAs(result);
    assertThat(Run.limpid("predict", "--model", model, input, output).succeeded().out())
        .contains("a.png  noise2void  trained before", "2 denoised, 0 failed");
  }

  @Test
  void refusesModelsThatDoNotFit() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Run.limpid("train", "--input", input, "--model", model, "--steps", "1", "-q").succeeded();
    Path colours = folder.resolve("colours.tif");
    Image.of(TestImages.noisy(8, 24).samples(), 1, 1, 8, 8, 3).write(colours);
    Path result = folder.resolve("result.tif");
    Run.limpid("predict", "--model", model, colours, result)
        .refused("colours.tif: denoise: the image has 3 channels but the model was trained on 1");
    assertThat(result).doesNotExist();
    Run.limpid("train", "--input", input, colours, "--model", folder.resolve("m2"), "--steps", "1")
        .refused("expected: equal numbers of channels");
    assertThat(folder.resolve("m2")).doesNotExist();
    Run.limpid("train", "--input", colours, "--model", colours).refused("is the input itself");
    Run.limpid("train", "--input", colours, "--model", folder.resolve("m2"), "--patch", "30")
        .refused("patchSize 30 (expected: a multiple of 4");
  }

  @Test
  void demoComparesWithTheTruth() throws IOException {
    Path demo = folder.resolve("demo");
    Run run = Run.limpid("demo", "--output", demo, "--steps", "1", "--json", "-q").succeeded();
    Map<String, ?> said = Json.parseObject(run.out().strip());
    Run check =
        Run.limpid("evaluate", demo.resolve("truth.png"), demo.resolve("noisy.png"), "--json");
    assertThat(Json.parseObject(check.succeeded().out().strip()).get("psnr"))
        .isEqualTo(said.get("psnrBefore"));
    assertThat(demo.resolve("denoised.png")).exists();
    assertThat(demo.resolve("before-after.png")).exists();
    assertThat(Files.readString(demo.resolve("report.html"))).contains("PSNR after");
  }
}
