package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

class SimilarPatchesCommandTest {

  @Test
  void denoisesWithoutLearningAndKeepsAModel(@TempDir Path folder) throws IOException {
    Path noisy = folder.resolve("noisy.tif");
    Noise.gaussian(40).apply(Specimen.MIXED.image(96, 96, 1), 1).write(noisy);
    Path direct = folder.resolve("direct.tif");
    Path model = folder.resolve("m.safetensors");
    Path later = folder.resolve("later.tif");

    Run run = Run.limpid("denoise", noisy, direct, "--method", "similar-patches", "--json");
    run.succeeded();
    assertThat(run.out()).contains("\"method\":\"similar-patches\"", "\"steps\":0");
    run = Run.limpid("train", "--method", "similar-patches", "--input", noisy, "--model", model);
    assertThat(run.succeeded().out()).contains(": similar-patches, nothing learned, ");
    Run.limpid("predict", "--model", model, noisy, later).succeeded();
    assertThat(Image.read(later).samples()).isEqualTo(Image.read(direct).samples());
    assertThat(Run.limpid("info", model).succeeded().out())
        .contains("model, similar-patches, pass_through, 1 channel(s), 0 parameters, nothing");
  }

  @Test
  void refusesToBeToldHowLongToLearn(@TempDir Path folder) throws IOException {
    Path noisy = folder.resolve("noisy.tif");
    Noise.gaussian(40).apply(Specimen.MIXED.image(96, 96, 1), 1).write(noisy);
    Path target = folder.resolve("a.tif");
    String refusal =
        "--method similar-patches learns nothing, so --steps, --budget, --checkpoint and the like"
            + " mean nothing. Leave them out.";
    Run.limpid("denoise", noisy, target, "--method", "similar-patches", "--steps", 9)
        .refused("denoise: " + refusal);
    assertThat(target).doesNotExist();
    Path model = folder.resolve("m.safetensors");
    Run.limpid(
            "train",
            "--method",
            "similar-patches",
            "--input",
            noisy,
            "--model",
            model,
            "--budget",
            "9s")
        .refused("train: " + refusal);
  }
}
