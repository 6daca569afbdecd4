package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** What is promised of every method of the command line. */
class EveryMethodTest {
  private static final int STEPS = 60;

  @TempDir private Path folder = Path.of("");
  private Path input = Path.of("");
  private Path other = Path.of("");

  /** The methods, with what they need besides inputs and a wrong value for an option they have. */
  private enum Case {
    NOISE2VOID("--masked", "99", "mask percent: 99.0 (expected: > 0, <= 50)"),
    N2V2("--radius", "0", "mask radius: 0 (expected: 1 to 100)"),
    POSTERIOR("--masked", "0", "mask percent: 0.0 (expected: > 0, <= 50)"),
    REFINEMENT("--refinements", "0", "refinement: rounds 0 (expected: 1 to 100)"),
    SELF2SELF("--blocks", "1", "mask blocks: 1.0 (expected: >= 0, < 1)"),
    NEIGHBOR2NEIGHBOR(
        "--consistency", "-1", "neighbor2neighbor: consistency -1.0 (expected: 0 to 1000)"),
    ZS_N2N("--keep-best", "101", "training: keepBest 101 (expected: >= 0, <= 100)"),
    NOISE2NOISE(
        "--loss", "best", "--loss 'best' (expected: one of mae, mse, annealed-l0, laplace)"),
    SUPERVISED("--foreground", "2", "supervised: foreground 2.0 (expected: >= 0, < 1)"),
    NES("--rounds", "500", "--rounds: eggSeparation: rounds 500 (expected: 0 to 100)");

    private final String option;
    private final String wrong;
    private final String answer;

    Case(String option, String wrong, String answer) {
      this.option = option;
      this.wrong = wrong;
      this.answer = answer;
    }

    String method() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<Object> needs(Path other) {
      return switch (this) {
        case NOISE2VOID, N2V2, POSTERIOR, REFINEMENT, NEIGHBOR2NEIGHBOR, ZS_N2N -> List.of();
        case SELF2SELF -> List.of("--passes", 2);
        case NOISE2NOISE, SUPERVISED -> List.of("--target", other);
        case NES -> List.of("--clutter", other, "--rounds", 1);
      };
    }
  }

  @BeforeEach
  void writeImages() throws IOException {
    // Large enough, and noisy enough, for methods that measure the noise.
    Image clean = Specimen.CELLS.image(96, 80, 1);
    input = folder.resolve("in.tif");
    other = folder.resolve("other.tif");
    Noise.gaussian(40).apply(clean, 1).write(input);
    Noise.gaussian(40).apply(clean, 2).write(other);
  }

  private Run train(Case method, Path model, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "--method", method.method(), "--input", input));
    arguments.addAll(method.needs(other));
    arguments.addAll(List.of("--model", model, "--filters", 4, "--depth", 1, "--patch", 16));
    arguments.addAll(List.of("--device", "cpu"));
    arguments.addAll(List.of(more));
    return Run.limpid(arguments.toArray());
  }

  /** What lies on the disk while training goes on is what would be left if it was killed. */
  @ParameterizedTest
  @EnumSource
  void resumedItIsTheSameAndCanBeApplied(Case method) throws Exception {
    Path whole = folder.resolve("whole.safetensors");
    Path cut = folder.resolve("cut.safetensors");
    Path state = folder.resolve("whole.safetensors.checkpoint");
    Path left = folder.resolve("cut.safetensors.checkpoint");
    // The file is there for a moment only, which this thread may sleep through.
    for (int attempt = 0; attempt < 50 && !Files.exists(left); attempt++) {
      CompletableFuture<Run> run =
          CompletableFuture.supplyAsync(
              () -> train(method, whole, "--steps", STEPS, "--checkpoint-every", "0.001s"));
      while (!Files.exists(left) && !run.isDone()) {
        try {
          Files.copy(state, left, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
          Thread.onSpinWait();
        }
      }
      run.get().succeeded();
      assertThat(state).doesNotExist();
    }
    assertThat(left).exists();

    Run resumed = train(method, cut, "--steps", STEPS, "--resume").succeeded();
    assertThat(resumed.err()).contains("going on after step ");
    assertThat(cut).hasSameBinaryContentAs(whole);

    Path result = folder.resolve("out.tif");
    Run.limpid("predict", "--model", cut, input, result, "--device", "cpu").succeeded();
    Image written = Image.read(result);
    assertThat(written).hasToString(Image.read(input).toString());
    assertThat(Denoiser.load(cut).description().get("method")).isEqualTo(method.method());
    assertThat(Run.limpid("info", cut).succeeded().out()).contains("model, " + method.method());
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromItsModel(Case method) throws IOException {
    Path model = folder.resolve("m.safetensors");
    Path finer = folder.resolve("finer.safetensors");
    train(method, model, "--steps", 2).succeeded();
    train(method, finer, "--steps", 2, "--from", model).succeeded();
    for (String part : List.of("method", "network", "normalization", "history")) {
      Object before = Denoiser.load(model).description().get(part);
      Object after = Denoiser.load(finer).description().get(part);
      if (part.equals("history")) {
        assertThat(after).isNotEqualTo(before);
      } else {
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongValuesAreNamedWithTheirRule(Case method) {
    Path model = folder.resolve("m.safetensors");
    train(method, model, "--steps", 2, method.option, method.wrong).refused(method.answer);
    train(method, model, "--steps", 2, "--rate", -1)
        .refused("training: learningRate -1.0 (expected: > 0, <= 100)");
    assertThat(Files.exists(model)).isFalse();
  }
}
