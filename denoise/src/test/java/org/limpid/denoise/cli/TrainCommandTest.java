package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;

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
            "--no-augmentation",
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
        .contains("augmentation=false");
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
    train("--select", "worst").refused("--select 'worst' (expected: one of last, best).");
    train("--averaging", 1).refused("training: weightAveraging 1.0 (expected: >= 0, < 1)");
  }
}
