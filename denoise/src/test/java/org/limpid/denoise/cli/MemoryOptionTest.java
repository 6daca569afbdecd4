package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;

class MemoryOptionTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void trainingAndPredictionKeepToIt() throws Exception {
    Path input = folder.resolve("in.tif");
    TestImages.noisy(90, 70).write(input);
    Path free = folder.resolve("free");
    Path tight = folder.resolve("tight");
    Object[] options = {"--steps", "5", "--filters", "8", "--patch", "32", "--batch", "4"};
    train(input, free, options);
    Run run = train(input, tight, options, "--memory", "8m");
    assertThat(run.err())
        .contains("warning: working on 4 patches in ", " parts to keep to 8 MiB, which gives");

    Path one = folder.resolve("one.tif");
    Path other = folder.resolve("other.tif");
    Run.limpid("predict", "--model", free, input, one).succeeded();
    Run.limpid("predict", "--model", tight, input, other, "--memory", "1m").succeeded();
    float[] expected = Image.read(one).samples();
    float[] found = Image.read(other).samples();
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(found[i] - expected[i])).isLessThan(0.05f);
    }
  }

  private static Run train(Path input, Path model, Object[] options, Object... more) {
    Object[] all = new Object[5 + options.length + more.length];
    System.arraycopy(new Object[] {"train", "--input", input, "--model", model}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    System.arraycopy(more, 0, all, 5 + options.length, more.length);
    return Run.limpid(all).succeeded();
  }

  @Test
  void whatCannotBeDoneWithItIsRefused() throws Exception {
    Path input = TestImages.write(folder.resolve("in.png"), 90, 70);
    Path out = folder.resolve("out.png");
    Run.limpid("denoise", input, out, "--steps", "1", "--memory", "20m")
        .refused("train: a step with one patch needs about ", "(memory: 20 MiB). Take smaller");
    Run.limpid("denoise", input, out, "--memory", "lots").refused("'lots'", "a size like 500m");
    Run.limpid("denoise", input, out, "--memory", "0.5m").refused("'0.5m' (expected: 1m or more)");
  }
}
