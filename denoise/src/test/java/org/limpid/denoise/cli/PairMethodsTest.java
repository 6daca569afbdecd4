package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;

/** The methods that learn from more than noisy images alone. */
class PairMethodsTest {
  @TempDir private Path folder = Path.of("");
  private Path first = Path.of("");
  private Path second = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void writeTwoFolders() throws IOException {
    first = Files.createDirectory(folder.resolve("first"));
    second = Files.createDirectory(folder.resolve("second"));
    model = folder.resolve("m.safetensors");
    for (String name : List.of("a.png", "b.png")) {
      TestImages.write(first.resolve(name), 24, 16);
      TestImages.write(second.resolve(name), 24, 16);
    }
  }

  private Run train(String method, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "--method", method, "--input", first, "--model", model));
    arguments.addAll(List.of("--steps", "2", "--filters", "4", "--quiet"));
    arguments.addAll(List.of(more));
    return Run.limpid(arguments.toArray());
  }

  private Map<?, ?> options() throws IOException {
    return part("options");
  }

  private Map<?, ?> part(String name) throws IOException {
    return (Map<?, ?>) Objects.requireNonNull(Denoiser.load(model).description().get(name));
  }

  @Test
  void noise2NoiseLearnsFromTwoFoldersAndPredicts() throws IOException {
    Run run = train("noise2noise", "--target", second, "--loss", "mse", "--one-way").succeeded();

    assertThat(run.out()).startsWith(model + ": noise2noise, 2 steps, loss ");
    assertThat(options().get("loss")).isEqualTo("mse");
    assertThat(options().get("swap")).isEqualTo(false);
    Path result = folder.resolve("out.png");
    Run.limpid("predict", "--model", model, first.resolve("a.png"), result, "-q").succeeded();
    assertThat(Image.read(result)).hasToString(Image.read(first.resolve("a.png")).toString());
  }

  @Test
  void noise2NoiseLearnsFromFramesAndDenoisesThem() throws IOException {
    Path movie = folder.resolve("movie.tif");
    Image.of(TestImages.noisy(20, 36).samples(), 3, 1, 12, 20, 1).write(movie);
    Path result = folder.resolve("clean.tif");
    Run.limpid(
            "denoise",
            movie,
            result,
            "--method",
            "noise2noise",
            "--pairs",
            "adjacent",
            "--steps",
            "2",
            "-q")
        .succeeded();
    assertThat(Image.read(result)).hasToString(Image.read(movie).toString());
  }

  @Test
  void twoFilesNeedNotHaveTheSameName() {
    Run.limpid(
            "train",
            "--method",
            "noise2noise",
            "--input",
            first.resolve("a.png"),
            "--target",
            second.resolve("b.png"),
            "--model",
            model,
            "--steps",
            "1",
            "-q")
        .succeeded();
  }

  @Test
  void supervisedLearnsFromTwoFolders() throws IOException {
    train("supervised", "--target", second, "--normalize", "percentiles:1:99").succeeded();

    assertThat(String.valueOf(options().get("training"))).contains("low=1.0, high=99.0");
    assertThat(part("network").get("residual")).isEqualTo(true);
  }

  @Test
  void eggSeparationLearnsFromClutter() throws IOException {
    train("nes", "--clutter", second, "--rounds", "1", "--start", "half").succeeded();

    assertThat(options().get("rounds")).isEqualTo(1L);
    assertThat(options().get("start")).isEqualTo("half");
  }

  @Test
  void filesWithoutPartnerAreListed() throws IOException {
    Files.move(second.resolve("b.png"), second.resolve("c.png"));
    train("noise2noise", "--target", second)
        .refused("--target: pairs: no target for b.png; no input for c.png (expected: files of");
    TestImages.write(second.resolve("b.png"), 25, 16);
    Files.delete(second.resolve("c.png"));
    train("noise2noise", "--target", second)
        .refused("b.png and ", "b.png: pair: input is 16 x 24", "target is 16 x 25");
    assertThat(model).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() {
    train("noise2noise").refused("no pairs. Name the other shots by --target, or take frames");
    train("noise2noise", "--target", second, "--pairs", "adjacent").refused("not both");
    train("noise2noise", "--pairs", "adjacent")
        .refused("a.png: --pairs: the image is 16 x 24", "expected: at least 2 frames");
    train("supervised").refused("no clean images. Name them by --target");
    train("nes").refused("no examples of clutter. Name images of clutter alone by --clutter");
    assertThat(model).doesNotExist();
  }

  @Test
  void wrongValuesAreNamedWithTheirRule() {
    train("noise2noise", "--target", second, "--loss", "l3")
        .refused("--loss 'l3' (expected: one of mae, mse, annealed-l0, laplace)");
    train("noise2noise", "--pairs", "odd")
        .refused("--pairs 'odd' (expected: one of even-odd, adjacent, even-odd-mean)");
    train("supervised", "--target", second, "--normalize", "percentiles:60:40")
        .refused("scaling: from 60.0 to 40.0 (expected: finite, rising)");
    train("nes", "--clutter", second, "--rounds", "-1")
        .refused("--rounds: eggSeparation: rounds -1 (expected: 0 to 100)");
    train("nes", "--clutter", second, "--start", "late")
        .refused("--start 'late' (expected: one of one-shot, half)");
  }

  @Test
  void optionsOfOtherMethodsAreRefused() {
    train("noise2void", "--clutter", second)
        .refused("--clutter: --method noise2void has no such option (it is one of nes)");
    train("nes", "--clutter", second, "--target", second)
        .refused("--target: --method nes has no such option", "noise2noise, supervised");
    Run.limpid("denoise", first, folder.resolve("r"), "--method", "supervised")
        .refused("learns from more than the image itself. Use 'limpid train --method supervised'");
  }

  @Test
  void helpShowsTheOptionsOfEachMethod() {
    assertThat(Run.limpid("train", "--help").succeeded().out())
        .contains("noise2noise: from two or more noisy shots", "nes: from images with clutter")
        .contains("Options of noise2noise, supervised:", "Options of nes:", "--clutter=PATH...")
        .contains("limpid train --method nes --input images/ --clutter clutter/");
    assertThat(Run.limpid("denoise", "--help").succeeded().out())
        .contains("--pairs=P")
        .doesNotContain("--clutter", "supervised:");
  }
}
