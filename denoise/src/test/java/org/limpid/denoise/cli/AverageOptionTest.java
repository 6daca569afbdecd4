package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;

/** {@code --average}. */
class AverageOptionTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void averagesOverOrientations() throws IOException {
    Path noisy = folder.resolve("in.npy");
    TestImages.noisy(20, 16).write(noisy);
    Path model = folder.resolve("m.safetensors");
    Run.limpid("train", "--input", noisy, "--model", model, "--steps", "2", "--filters", "4", "-q")
        .succeeded();
    Path one = folder.resolve("one.npy");
    Path eight = folder.resolve("eight.npy");

    Run.limpid("predict", "--model", model, noisy, one, "-q").succeeded();
    Run.limpid("predict", "--model", model, noisy, eight, "--average", "8", "-q").succeeded();

    PredictionOptions averaging =
        PredictionOptions.DEFAULT.withAveraging(Symmetries.TURNS_AND_FLIPS);
    Image expected = Denoiser.load(model).withPrediction(averaging).denoise(Image.read(noisy));
    expected.write(folder.resolve("expected.npy"));
    assertThat(Image.read(eight).samples())
        .isEqualTo(Image.read(folder.resolve("expected.npy")).samples())
        .isNotEqualTo(Image.read(one).samples());
  }

  @Test
  void refusesOtherNumbersBeforeTraining() throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 20, 16);
    Run.limpid("denoise", input, folder.resolve("o.png"), "--average", "3")
        .refused("--average 3 (expected: 1, 4 or 8).");
  }
}
