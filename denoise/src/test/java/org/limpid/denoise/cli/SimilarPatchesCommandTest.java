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
    Run.limpid("train", "--method", "similar-patches", "--input", noisy, "--model", model)
        .succeeded();
    Run.limpid("predict", "--model", model, noisy, later).succeeded();
    assertThat(Image.read(later).samples()).isEqualTo(Image.read(direct).samples());
    assertThat(Run.limpid("info", model).succeeded().out()).contains("similar-patches");
  }
}
