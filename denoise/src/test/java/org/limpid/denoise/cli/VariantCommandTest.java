package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Denoiser;

/** N2V2, structN2V and independent channels from the command line. */
class VariantCommandTest {

  @TempDir private Path folder = Path.of("");

  private Denoiser trained(String... options) throws IOException {
    Path input = TestImages.write(folder.resolve("in.png"), 20, 16);
    Path model = folder.resolve("m.safetensors");
    Object[] first = {"train", "--input", input, "--model", model, "--steps", "1", "-q"};
    Object[] all = new Object[first.length + options.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(options, 0, all, first.length, options.length);
    Run.limpid(all).succeeded();
    return Denoiser.load(model);
  }

  @Test
  void n2v2HasItsNetworkAndMedians() throws IOException {
    Denoiser denoiser = trained("--method", "n2v2", "--filters", "4");
    assertThat(denoiser.description().toString())
        .contains("method=n2v2", "pooling=max_blur", "topSkip=false", "replacement=median")
        .contains("filters=4");
  }

  @Test
  void patternsAreHiddenWithoutTurningPatches() throws IOException {
    assertThat(trained("--pattern", "horizontal:3").description().toString())
        .contains("pattern=(0,0,-1) (0,0,1)", "augmentation=false");
    assertThat(trained("--pattern", "010/111/010").description().toString())
        .contains("augmentation=true");
    assertThat(
            trained("--pattern", "horizontal:3", "--augmentation", "flips")
                .description()
                .toString())
        .contains("augmentation=flips");
    Path input = TestImages.write(folder.resolve("in.png"), 16, 16);
    Run.limpid("denoise", input, folder.resolve("o.png"), "--pattern", "horizontal:4")
        .refused("pattern: extent 4");
    Path clean = folder.resolve("o.png");
    Run.limpid(
            "denoise",
            input,
            clean,
            "--pattern",
            "horizontal:3",
            "--augmentation",
            "turns-and-flips")
        .refused("augmentation turns and flips patches, which changes the pattern");
  }

  @Test
  void channelsMayHaveNetworksOfTheirOwn() throws IOException {
    assertThat(trained("--independent", "--filters", "4").description().toString())
        .contains("kind=per_channel");
  }
}
