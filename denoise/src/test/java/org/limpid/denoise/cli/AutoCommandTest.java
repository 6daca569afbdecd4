package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** {@code --method auto}. */
class AutoCommandTest {

  @TempDir private Path folder = Path.of("");

  private Path write() throws IOException {
    Path file = folder.resolve("in.png");
    Noise.gaussian(40)
        .apply(Specimen.CELLS.image(96, 80, 1), 1)
        .withType(SampleType.UINT8)
        .write(file);
    return file;
  }

  @Test
  void itSaysWhatWasChosenAndWhy() throws IOException {
    Path input = write();
    Path result = folder.resolve("out.png");
    Path report = folder.resolve("r.html");
    Run run =
        Run.limpid("denoise", input, result, "--method", "auto", "--steps", 24, "--report", report)
            .succeeded();
    assertThat(run.err())
        .contains("zs-n2n, 1 steps: ", "; the first answer", "noise2void, 2 steps: ");
    assertThat(Image.read(result)).hasToString(Image.read(input).toString());
    assertThat(Files.readString(report)).contains("What was tried", "1. zs-n2n, 1 steps");
  }

  /** The first answer takes a thirty-sixth of the budget. */
  @Test
  void theFirstAnswerIsWrittenLongBeforeTheEnd() throws Exception {
    Path input = write();
    boolean isEarly = false;
    for (int attempt = 0; attempt < 5 && !isEarly; attempt++) { // this thread may be kept waiting
      Path result = folder.resolve(attempt + ".png");
      CompletableFuture<Run> run =
          CompletableFuture.supplyAsync(
              () -> Run.limpid("denoise", input, result, "--method", "auto", "--steps", 240));
      while (!Files.exists(result) && !run.isDone()) {
        Thread.sleep(2);
      }
      isEarly = !run.isDone();
      assertThat(Image.read(result)).hasToString(Image.read(input).toString());
      run.get().succeeded();
    }
    assertThat(isEarly).isTrue();
  }

  @Test
  void itMakesModelsOfTheMethodItChose() throws IOException {
    Path input = write();
    Path model = folder.resolve("m.safetensors");
    Run.limpid("train", "--method", "auto", "--input", input, "--model", model, "--steps", 12)
        .succeeded();
    assertThat(Denoiser.load(model).description().get("method"))
        .isIn("zs-n2n", "neighbor2neighbor", "noise2void");
    Run.limpid(
            "train",
            "--method",
            "auto",
            "--input",
            input,
            "--model",
            model,
            "--steps",
            12,
            "--resume")
        .refused("--resume: --method auto begins anew.");
  }
}
