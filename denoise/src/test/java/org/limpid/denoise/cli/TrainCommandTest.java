package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.training.TrainingHistory;

class TrainCommandTest {
  @TempDir private Path folder = Path.of("");

  private Run train(Object... more) throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 32, 32);
    List<Object> arguments = new ArrayList<>(List.of("train", "--input", input, "--filters", 4));
    Collections.addAll(arguments, "--patch", 16, "--model", folder.resolve("m.safetensors"));
    Collections.addAll(arguments, more);
    return Run.limpid(arguments.toArray());
  }

  @Test
  void whatIsAskedForIsInTheModel() throws Exception {
    train(
            "--epochs",
            3,
            "--optimizer",
            "adamax",
            "--decay",
            "steps:2:0.5",
            "--normalize",
            "percentiles:1:99",
            "--outliers",
            "0:1",
            "--augmentation",
            "none",
            "--averaging",
            "0.5",
            "--validation",
            "0.25",
            "--quiet")
        .succeeded();

    Denoiser denoiser = Denoiser.load(folder.resolve("m.safetensors"));
    assertThat(denoiser.history().steps()).isEqualTo(3);
    assertThat(denoiser.history().points()).hasSize(3);
    Map<String, Object> model = denoiser.description();
    assertThat(String.valueOf(model.get("normalization"))).contains("lows").contains("highs");
    assertThat(String.valueOf(model.get("options")))
        .contains("epochs=3, optimizer=adamax")
        .contains("decay=steps(2, 0.5), weightAveraging=0.5, validationShare=0.25")
        .contains("scaling={kind=percentiles, low=1.0, high=99.0")
        .contains("augmentation=none");
  }

  @Test
  void goesOnFromAModel() throws Exception {
    train("--steps", 30, "--decay", "constant", "--rate", "0.01").succeeded();
    Path first = folder.resolve("m.safetensors");
    Path second = folder.resolve("n.safetensors");
    Path input = folder.resolve("in.png");
    Run.limpid("train", "--input", input, "--model", second, "--from", first, "--steps", 2)
        .succeeded();
    Denoiser finer = Denoiser.load(second);
    assertThat(finer.history().steps()).isEqualTo(2);
    assertThat(String.valueOf(finer.description().get("options")))
        .contains("learningRate=0.01")
        .contains("start=");
    Run.limpid("train", "--input", input, "--model", second, "--from", input, "--steps", 2)
        .refused("in.png: not a readable safetensors file");
  }

  @Test
  void keepsTheBestAndTheLastBesideTheModel() throws Exception {
    Path clean = TestImages.write(folder.resolve("clean.png"), 32, 32);
    Run run =
        train(
            "--method",
            "supervised",
            "--target",
            clean,
            "--steps",
            6,
            "--validation",
            "0.25",
            "--validation-interval",
            2,
            "--keep-best",
            2,
            "--select",
            "last",
            "--decay",
            "constant");
    assertThat(run.succeeded().out()).contains(", 3 more models kept beside it");
    Denoiser best = Denoiser.load(folder.resolve("m.best-1.safetensors"));
    Denoiser second = Denoiser.load(folder.resolve("m.best-2.safetensors"));
    Denoiser last = Denoiser.load(folder.resolve("m.last.safetensors"));
    assertThat(last.history().steps()).isEqualTo(6);
    Image input = Image.read(folder.resolve("in.png"));
    assertThat(last.denoise(input).samples())
        .isEqualTo(Denoiser.load(folder.resolve("m.safetensors")).denoise(input).samples());
    assertThat(lastLoss(best)).isLessThanOrEqualTo(lastLoss(second));
    assertThat(lastLoss(second)).isLessThanOrEqualTo(highest(last));
    Run.limpid(
            "predict",
            "--model",
            folder.resolve("m.best-2.safetensors"),
            folder.resolve("in.png"),
            folder.resolve("out.png"))
        .succeeded();
  }

  private static double lastLoss(Denoiser denoiser) {
    List<TrainingHistory.Point> points = denoiser.history().points();
    return Objects.requireNonNull(points.get(points.size() - 1).validationLoss());
  }

  private static double highest(Denoiser denoiser) {
    return denoiser.history().points().stream()
        .mapToDouble(point -> Objects.requireNonNull(point.validationLoss()))
        .max()
        .orElseThrow();
  }

  @Test
  void showsAPatchOnTheWay() throws Exception {
    Path picture = folder.resolve("patch.png");
    train("--steps", 100, "--preview", picture).succeeded();
    Image shown = Image.read(picture);
    assertThat(shown.width()).isEqualTo(2 * 16 + 2);
    assertThat(shown.height()).isEqualTo(16);
    float[] samples = shown.samples();
    assertThat(IntStream.range(0, 34).filter(x -> x < 16).mapToObj(x -> samples[x]).distinct())
        .hasSizeGreaterThan(4);
    assertThat(IntStream.range(18, 34).mapToObj(x -> samples[x]).distinct()).hasSizeGreaterThan(2);
    train("--steps", 1, "--preview", folder.resolve("no/patch.png"))
        .refused("patch.png: cannot be written, folder");
    train("--steps", 1, "--preview", folder.resolve("patch.xyz")).refused("Name it .png");
  }

  @Test
  void goesOnByTheModelsMethod() throws Exception {
    train("--method", "n2v2", "--steps", 2).succeeded();
    Path second = folder.resolve("n.safetensors");
    Path first = folder.resolve("m.safetensors");
    Run.limpid(
            "train",
            "--input",
            folder.resolve("in.png"),
            "--model",
            second,
            "--from",
            first,
            "--steps",
            1,
            "--patch",
            16)
        .succeeded();
    Map<String, Object> finer = Denoiser.load(second).description();
    assertThat(finer.get("method")).isEqualTo("n2v2");
    assertThat(finer.get("network")).isEqualTo(Denoiser.load(first).description().get("network"));
  }

  @Test
  void saysWhenLossesDoNotRank() throws Exception {
    Run run = train("--steps", 3, "--select", "best", "--validation", "0.25");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("warning: this method is validated against noisy pixels");
  }

  @Test
  void saysWhichOptionIsWrong() throws Exception {
    train("--optimizer", "adams")
        .refused("--optimizer 'adams' (expected: adam, adamax, adagrad, sgd).");
    train("--decay", "steps:5").refused("--decay 'steps:5' (expected: steps:EVERY:FACTOR).");
    train("--decay", "steps:5:2").refused("steps: factor 2.0 (expected: 0 <= factor < 1)");
    train("--normalize", "percentiles:9:1").refused("scaling: from 9.0 to 1.0");
    train("--normalize", "rank").refused("--normalize 'rank' (expected: standard, min-max");
    train("--outliers", "2").refused("--outliers ':2' (expected: LOW:HIGH).");
    train("--epochs", 2, "--steps", 3).refused("--epochs and --steps say the same");
    train("--epochs", 0).refused("budget: 0 epochs (expected: >= 1)");
    train("--steps-per-epoch", 2).refused("--steps-per-epoch: of how many epochs?");
    train("--augmentation", "spin")
        .refused("--augmentation 'spin' (expected: none, flips, flips-with-depth, turns-and-flips,")
        .refused("volume-turns).");
    train("--keep-best", -1).refused("training: keepBest -1 (expected: >= 0, <= 100)");
    train("--patch-depth", 0).refused("training: patchDepth 0 (expected: >= 1)");
    train("--validation-interval", 0).refused("training: validationInterval 0 (expected: >= 1)");
    train("--select", "worst").refused("--select 'worst' (expected: one of last, best).");
    train("--averaging", 1).refused("training: weightAveraging 1.0 (expected: >= 0, < 1)");
  }
}
