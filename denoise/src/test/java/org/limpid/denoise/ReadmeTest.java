package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** The programs that README shows. */
class ReadmeTest {

  @Test
  void threeLinesDenoiseAFile(@TempDir Path folder) throws IOException {
    Path cells = folder.resolve("cells.tif");
    Path clean = folder.resolve("clean.tif");
    Image made = Noise.gaussian(30).apply(Specimen.CELLS.image(64, 48, 1), 1);
    made.withType(SampleType.UINT16).write(cells);

    Noise2VoidTrainer trainer = SmallTraining.steps(5); // README: new Noise2VoidTrainer()
    Image noisy = Image.read(cells);
    Denoiser denoiser = trainer.train(noisy);
    denoiser.denoise(noisy).write(clean);

    Image written = Image.read(clean);
    assertThat(written.width()).isEqualTo(64);
    assertThat(written.type()).isEqualTo(SampleType.UINT16);
  }

  @Test
  void aModelIsAFile(@TempDir Path folder) throws IOException {
    Image noisy = Noise.gaussian(30).apply(Specimen.CELLS.image(40, 40, 1), 1);
    Denoiser denoiser = SmallTraining.steps(2).train(noisy);

    denoiser.save(folder.resolve("cells.safetensors"));
    Image again = Denoiser.load(folder.resolve("cells.safetensors")).denoise(noisy);

    assertThat(again.samples()).isEqualTo(denoiser.denoise(noisy).samples());
  }
}
