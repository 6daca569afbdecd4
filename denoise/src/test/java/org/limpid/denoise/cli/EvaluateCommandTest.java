package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

class EvaluateCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path reference = Path.of("");
  private Path result = Path.of("");

  @BeforeEach
  void writeImages() throws IOException {
    float[] samples = new float[16 * 16];
    float[] shifted = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 200;
      shifted[i] = samples[i] + 10;
    }
    reference = folder.resolve("reference.png");
    result = folder.resolve("result.png");
    Image.of(samples, 16, 16).withType(SampleType.UINT8).write(reference);
    Image.of(shifted, 16, 16).withType(SampleType.UINT8).write(result);
  }

  @Test
  void printsWhatTheFormulaGives() {
    // 10 log10(255^2 / 10^2) = 28.1308
    assertThat(Run.limpid("evaluate", reference, result).succeeded().out())
        .contains("PSNR   28.131 dB")
        .contains("SSIM")
        .contains("range  255");
    // 10 log10(100^2 / 10^2) = 20
    assertThat(Run.limpid("evaluate", reference, result, "--range", "100").succeeded().out())
        .contains("PSNR   20.000 dB");
  }

  @Test
  void fitsGainAndOffset() {
    Run run = Run.limpid("evaluate", reference, result, "--fit", "--json").succeeded();
    assertThat(run.outLines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"psnr\":")
        .contains("\"ssim\":", "\"nrmse\":", "\"gain\":", "\"offset\":-");
  }

  @Test
  void writesInfinityAsANumberThatOverflows() {
    Run run = Run.limpid("evaluate", reference, reference, "--json").succeeded();
    assertThat(run.out()).contains("\"psnr\":1e999,\"ssim\":1,\"nrmse\":0,");
  }

  @Test
  void refusesImagesThatCannotBeCompared() throws IOException {
    Path small = folder.resolve("small.png");
    Image.of(new float[6], 3, 2).withType(SampleType.UINT8).write(small);
    Run.limpid("evaluate", reference, small).refused("evaluate: reference is 16 x 16", "2 x 3");
    Run.limpid("evaluate", small, small).refused("at least 11 x 11");
    Run.limpid("evaluate", reference, folder.resolve("none.png")).refused("none.png", "no such");
    Run.limpid("evaluate", reference, result, "--range", "0").refused("range 0.0 (expected:");
  }
}
