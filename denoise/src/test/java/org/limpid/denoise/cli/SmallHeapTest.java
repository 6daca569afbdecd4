package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.testing.ChildJvm;
import org.limpid.testing.Nightly;

/**
 * Heaps that are small for the work: what is planned to fit does, and what does not is refused with
 * what to do, before any work. Memory never runs out on the way.
 */
@Tag("once")
class SmallHeapTest {

  @TempDir private Path folder = Path.of("");

  private record Ended(int exit, List<String> output) {}

  private static Ended limpid(int heapMebibytes, Object... arguments) throws Exception {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = String.valueOf(arguments[i]);
    }
    List<String> flags = List.of("-Xmx" + heapMebibytes + "m");
    try (ChildJvm child = ChildJvm.start(Quiet.class, flags, texts)) {
      List<String> output = child.rest();
      return new Ended(child.exitCode(), output);
    }
  }

  /** The command line, with errors among its output. */
  static final class Quiet {
    private Quiet() {}

    public static void main(String[] arguments) {
      System.setErr(System.out);
      Main.main(arguments);
    }
  }

  @Test
  void memoryDoesNotRunOut() throws Exception {
    Path model = folder.resolve("model");
    Path small = TestImages.write(folder.resolve("small.png"), 64, 64);
    Run.limpid("train", "--input", small, "--model", model, "--steps", "1", "--filters", "8")
        .succeeded();
    Random random = new Random(3);
    int done = 0;
    int runs = Nightly.times(2, 40);
    for (int i = 0; i < runs; i++) {
      int heap = 44 + random.nextInt(Nightly.times(60, 150));
      int side = 200 + random.nextInt(Nightly.times(600, 2500));
      Path noisy = folder.resolve("noisy.tif");
      Path out = folder.resolve("out.tif");
      float[] samples = new float[side * side];
      for (int k = 0; k < samples.length; k++) {
        samples[k] = random.nextInt(200);
      }
      Image.wrap(samples, 1, 1, side, side, 1).withType(SampleType.UINT16).write(noisy);
      List<Object> arguments = new ArrayList<>();
      if (i % 2 == 0) {
        arguments.addAll(List.of("predict", "--model", model, noisy, out));
      } else {
        int batch = 1 << random.nextInt(6);
        arguments.addAll(
            List.of("train", "--input", noisy, "--model", out, "--steps", "2", "--batch", batch));
      }
      Ended ended = limpid(heap, arguments.toArray());
      if (Nightly.isOn()) {
        System.out.printf("%d MiB, %d x %d, %s: %s%n", heap, side, side, arguments, ended);
      }
      assertThat(ended.output())
          .as("heap %d MiB, side %d, %s", heap, side, arguments)
          .noneMatch(line -> line.contains("not enough memory (") || line.contains("a fault"));
      assertThat(ended.exit()).isIn(0, 2);
      done += ended.exit() == 0 ? 1 : 0;
      Files.deleteIfExists(out);
    }
    assertThat(done).isPositive();
  }
}
