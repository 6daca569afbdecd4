package org.limpid.denoise.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Device;
import org.limpid.testing.Nightly;

/**
 * Refuses the device's memory at each request of a training and of a prediction: they give what
 * they would have given, or say so; no block stays taken, and the last good files are there.
 */
class MemoryFaultTest {
  private static final long EVER = Long.MAX_VALUE;

  private final ScarceBackend backend = new ScarceBackend(Device.cpu(1).backend());
  private final Device device = Device.on("cpu", backend);
  private final TrainingOptions training =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(1))
          .withPatchSize(16, 4)
          .withBatchSize(2)
          .withValidationInterval(10)
          .withBudget(Budget.steps(20))
          .withDevice(device);

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    device.close();
  }

  private static Image noisy() {
    float[] samples = new float[40 * 40];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i * 37 % 256;
    }
    return Image.wrap(samples, 1, 1, 40, 40, 1).withType(SampleType.UINT8);
  }

  private static Noise2VoidTrainer trainer(TrainingOptions training) {
    return new Noise2VoidTrainer(Noise2VoidOptions.DEFAULT, training);
  }

  /** Once, or from then on. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trainingsGoOnOrSaySo(boolean once) throws IOException {
    Path file = folder.resolve("checkpoint");
    Checkpoints checkpoints = Checkpoints.in(file).withInterval(Duration.ZERO).resuming();
    int[] asked = {0};
    trainer(training.withCheckpoints(checkpoints))
        .train(List.of(noisy()), TrainingListener.NONE, () -> asked[0]++ == 10);
    byte[] saved = Files.readAllBytes(file);
    int refused = 0;
    int survived = 0;
    int stride = Nightly.times(7, 1);
    boolean hit = true;
    for (int at = 0; hit; at += stride) {
      Files.write(file, saved);
      long live = device.backend().memory().liveBytes();
      backend.fail(at, once ? at + 1 : EVER);
      Denoiser denoiser = null;
      try {
        denoiser =
            trainer(training.withCheckpoints(checkpoints))
                .train(List.of(noisy()), TrainingListener.NONE, () -> false);
        survived++;
      } catch (OutOfMemoryException e) {
        assertThat(e.getMessage()).as("request %s", at).contains(ScarceBackend.CAUSE);
        refused++;
      }
      hit = backend.isHit();
      backend.fail(EVER, EVER);
      if (denoiser == null) {
        assertThat(device.backend().memory().liveBytes()).as("request %s", at).isEqualTo(live);
        Denoiser resumed =
            trainer(training.withCheckpoints(checkpoints))
                .train(List.of(noisy()), TrainingListener.NONE, () -> true);
        assertThat(resumed.history().steps()).as("request %s", at).isBetween(10, 20);
      } else {
        assertThat(denoiser.history().steps()).as("request %s", at).isEqualTo(20);
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).as("request %s", at).containsExactly(file);
      }
    }
    System.out.println(
        "training, memory refused "
            + (once ? "once: " : "for good: ")
            + refused
            + " ended with a message, "
            + survived
            + " went on");
    assertThat(refused).isPositive();
    assertThat(survived).isPositive();
  }

  @Test
  void predictionsLeaveAllOrNothing() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path input = folder.resolve("noisy.tif");
    Path output = folder.resolve("clean.tif");
    trainer(training.withBudget(Budget.steps(1))).train(noisy()).save(model);
    noisy().write(input);
    Denoiser.load(model, device).denoise(input, output);
    byte[] expected = Files.readAllBytes(output);
    byte[] old = {1, 2, 3};
    int refused = 0;
    boolean hit = true;
    for (int at = 0; hit; at++) {
      Files.write(output, old);
      backend.fail(at, EVER);
      boolean done = false;
      try {
        Denoiser.load(model, device).denoise(input, output);
        done = true;
      } catch (OutOfMemoryException e) {
        assertThat(e.getMessage()).as("request %s", at).contains(ScarceBackend.CAUSE);
        refused++;
      }
      hit = backend.isHit();
      assertThat(Arrays.equals(Files.readAllBytes(output), done ? expected : old))
          .as("request %s", at)
          .isTrue();
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).as("request %s", at).containsExactlyInAnyOrder(model, input, output);
      }
    }
    System.out.println("prediction, memory refused: " + refused + " ended with a message");
    assertThat(refused).isGreaterThan(10);
  }
}
