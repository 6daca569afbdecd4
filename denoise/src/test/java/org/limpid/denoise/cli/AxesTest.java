package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.RegionReader;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.StackAxis;
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

  @Test
  void targetsAndClutterAreSeenAsTheInputsAre() throws IOException {
    Path model = folder.resolve("model.safetensors");
    for (String[] more : new String[][] {{"supervised", "--target"}, {"nes", "--clutter"}}) {
      Run.limpid(
              "train",
              "--method",
              more[0],
              "--input",
              stack,
              more[1],
              stack,
              "--model",
              model,
              "--steps",
              "1",
              "--axes",
              "channels",
              "--depth",
              "1",
              "--filters",
              "2",
              "-q")
          .succeeded();
      assertThat(Run.limpid("info", "--json", model).out()).contains("\"inputChannels\":3");
    }
  }

  @Test
  void framesTakenAsChannelsGoThroughPieceByPiece() throws IOException {
    Image noisy = Image.of(TestImages.noisy(1024, 3 * 512).samples(), 3, 1, 512, 1024, 1);
    AtomicInteger computed = new AtomicInteger();
    RegionReader counting =
        new RegionReader() {
          private int lastTop = -1;

          @Override
          public void read(
              int frame, int slice, int y, int x, int rows, int columns, float[] into, int offset)
              throws IOException {
            int top = y / 64;
            assertThat((y + rows - 1) / 64).isEqualTo(top);
            if (top != lastTop) {
              computed.incrementAndGet();
              lastTop = top;
            }
            noisy
                .withStackAs(StackAxis.CHANNELS)
                .copyRegion(frame, slice, y, x, rows, columns, into, offset);
          }

          @Override
          public int bandRows() {
            return 64;
          }
        };
    Image.lazy(counting, 1, 1, 512, 1024, 3)
        .withStackAs(StackAxis.TIME)
        .withType(SampleType.FLOAT32)
        .write(result);
    assertThat(Image.read(result).samples()).isEqualTo(noisy.samples());
    assertThat(computed).as("each row of tiles once for all frames").hasValue(8);
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
