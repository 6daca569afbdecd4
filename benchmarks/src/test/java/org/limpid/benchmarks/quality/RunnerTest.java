package org.limpid.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;

class RunnerTest {

  @TempDir private Path folder = Path.of(""); // JUnit replaces it

  private static String run(String... arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> words = Stream.of(arguments).flatMap(part -> Stream.of(part.split(" "))).toList();
    Runner.run(words, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void severalRunsFillOneTable() throws IOException {
    String json = folder.resolve("scores.json").toString();
    run("run", "--data", "generated", "--method", "gaussian", "--json", json, "--limit", "2");
    run("run", "--data", "generated", "--method", "median", "--json", json, "--limit", "1");
    run("run", "--data", "generated", "--method", "median", "--json", json, "--limit", "1");

    assertThat(Scores.read(Path.of(json)).all())
        .extracting(Score::image, Score::method)
        .containsExactly(
            tuple("cells", "gaussian"), tuple("filaments", "gaussian"), tuple("cells", "median"));
    assertThat(run("table", json))
        .contains("| image | noisy | gaussian | median |", "| cells | ", "of 1 |")
        .doesNotContain("spots");
  }

  @Test
  void aRowShowsInputAndResult() throws IOException {
    String printed = run("run", "--data", "generated", "--method", "gaussian", "--image", "cells");

    assertThat(printed)
        .contains("| image | noisy | SSIM | result | SSIM | seconds | processor seconds | how |")
        .containsPattern("\\| cells \\| 2\\d\\.\\d\\d \\| 0\\.\\d{3} \\| 3\\d\\.\\d\\d \\|")
        .contains("**mean of 1 of 4**");
  }

  @Test
  void theCommandLineIsRunWithItsOptions() throws IOException {
    Path json = folder.resolve("scores.json");
    run(
        "run",
        "--data",
        "generated",
        "--method",
        "noise2void",
        "--steps",
        "3",
        "--image",
        "spots",
        "--threads",
        "1",
        "--json",
        json.toString(),
        "--pictures",
        folder.toString());

    Score score = Scores.read(json).all().get(0);
    assertThat(score.method()).isEqualTo("noise2void --steps 3");
    assertThat(score.detail()).isEqualTo("3 steps");
    assertThat(score.psnr()).isNotEqualTo(score.noisyPsnr());
    assertThat(score.processorSeconds()).isPositive();
    Image picture = Image.read(folder.resolve("generated-spots.png"));
    assertThat(List.of(picture.width(), picture.height())).containsExactly(776, 256);
  }

  @Test
  void aMethodLearnsFromOneSetAndIsMeasuredOnAnother() throws IOException {
    Path json = folder.resolve("scores.json");
    Path model = folder.resolve("kept.safetensors");
    String printed =
        run(
            "run --data generated --image spots --learn generated-correlated --learn-limit 2"
                + " --method noise2void --steps 2 --filters 4 --average 4 --threads 1",
            "--json",
            json.toString(),
            "--model",
            model.toString());

    assertThat(printed).contains("Learned from generated-correlated: 2 steps, ");
    assertThat(model).exists();
    Score score = Scores.read(json).all().get(0);
    assertThat(score.method())
        .isEqualTo("noise2void --steps 2 --filters 4, from generated-correlated, averaged over 4");
    // The file alone gives the same result again, and not that of other orientations.
    String rest = "run --data generated --image spots --threads 1 --model " + model;
    run(rest + " --average 4 --label same --json " + json);
    run(rest + " --label other --json " + json);
    assertThat(Scores.read(json).all()).hasSize(3);
    assertThat(Scores.read(json).all().get(1).psnr()).isEqualTo(score.psnr());
    assertThat(Scores.read(json).all().get(2).psnr()).isNotEqualTo(score.psnr());
  }

  @Test
  void wrongArgumentsAreNamed() throws IOException {
    assertThatThrownBy(() -> run("run", "--method", "gaussian", "--steps", "3"))
        .hasMessage("gaussian has no options [--steps, 3] (expected: --sigma)");
    assertThatThrownBy(() -> run("run", "--threads", "none"))
        .hasMessage("--threads none (expected: a number > 0)");
    assertThatThrownBy(() -> run("run", "--data", "generated", "--image", "cars"))
        .hasMessageContaining("no such image (there is: [cells, filaments, spots, mixed])");
    assertThatThrownBy(() -> run("run --data w2s --learn confocal --method gaussian"))
        .hasMessage("--learn confocal: gaussian learns nothing");
    assertThatThrownBy(() -> run("run --data generated --learn generated"))
        .hasMessageStartingWith("--learn generated: is what is measured.");
    assertThatThrownBy(
            () -> run("run --data w2s --learn generated --method noise2noise --learn-limit 1"))
        .hasMessageStartingWith("--learn generated: has no second shots (expected: a set of added");
    assertThatThrownBy(() -> run("walk"))
        .hasMessageContaining("expected: run, estimate, table FILE [SET]");
    Files.writeString(folder.resolve("odd.json"), "[3]");
    assertThatThrownBy(() -> run("table", folder.resolve("odd.json").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no scores");
  }
}
