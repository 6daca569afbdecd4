package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.nn.weights.Json;

class AxesTest {
  @TempDir private Path folder = Path.of("");
  private static final double OFFSET = 5;

  private Path stack = Path.of("");
  private Path result = Path.of("");

  @BeforeEach
  void writeStack() throws IOException {
    float[] samples = TestImages.noisy(16, 3 * 12).samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += 100 * (i / (12 * 16)); // planes that cannot be mixed up
    }
    stack = folder.resolve("stack.tif");
    result = folder.resolve("result.tif");
    Image.of(samples, 1, 3, 12, 16, 1).withType(SampleType.FLOAT32).write(stack);
  }

  @Test
  void givesTheFilesAxesBack() throws IOException {
    for (String axes : new String[] {"time", "depth", "channels"}) {
      Run.limpid("denoise", stack, result, "--steps", "1", "-q", "--axes", axes).succeeded();
      assertThat(Image.read(result)).as(axes).hasToString(Image.read(stack).toString());
    }
  }

  @Test
  void learnsFromChannelsTogether() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Run.limpid(
            "train", "--input", stack, "--model", model, "--steps", "1", "-q", "--axes", "channels")
        .succeeded();
    Map<String, ?> info =
        Json.parseObject(Run.limpid("info", "--json", model).succeeded().out().strip());
    assertThat(info.get("inputChannels")).isEqualTo(3L);
    Run.limpid("predict", "--model", model, stack, result, "--axes", "channels").succeeded();
    Image read = Image.read(stack);
    Image denoised = Image.read(result);
    // Each plane comes back in its place.
    for (int plane = 0; plane < 3; plane++) {
      assertThat(mean(denoised, plane)).isCloseTo(mean(read, plane), within(OFFSET));
    }
    Run.limpid("predict", "--model", model, stack, result).refused("1 channels but the model");
  }

  private static double mean(Image image, int slice) {
    double sum = 0;
    for (int i = 0; i < 12 * 16; i++) {
      sum += image.get(0, slice, i / 16, i % 16, 0) / (12 * 16.0);
    }
    return sum;
  }

  @Test
  void refusesWhatIsNoAxis() throws IOException {
    Run.limpid("denoise", stack, result, "--axes", "colour")
        .refused("--axes 'colour' (expected: one of time, depth, channels).");
    Path colours = folder.resolve("colours.tif");
    Image.of(TestImages.noisy(8, 24).samples(), 1, 1, 8, 8, 3).write(colours);
    Run.limpid("denoise", colours, result, "--axes", "channels")
        .refused("--axes channels: the image is 8 x 8", "Leave --axes out.");
  }
}
