package org.limpid.denoise.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/** A real disk that is full, or that nothing can be written to, where one can be mounted. */
class SmallDiskTest {
  private static final TrainingOptions TRAINING =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(1))
          .withPatchSize(16, 4)
          .withBudget(Budget.steps(20));

  @TempDir private Path folder = Path.of("");

  private Path disk = Path.of("");
  private boolean isMounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    String fault = run("mount", "-t", "tmpfs", "-o", "size=64k", "limpid-test", disk.toString());
    assumeTrue(fault.isEmpty(), () -> "no small disk can be mounted here: " + fault);
    isMounted = true;
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (isMounted) {
      assertThat(run("umount", disk.toString())).isEmpty();
    }
  }

  /** Runs a program; gives why it failed, or nothing. */
  private static String run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : said.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Image noisy(int size) {
    float[] samples = new float[size * size];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i * 37 % 256;
    }
    return Image.wrap(samples, 1, 1, size, size, 1).withType(SampleType.UINT8);
  }

  private static Noise2VoidTrainer trainer(TrainingOptions training) {
    return new Noise2VoidTrainer(Noise2VoidOptions.DEFAULT, training);
  }

  private void fill() throws IOException {
    Path filler = disk.resolve("filler");
    assertThatThrownBy(() -> Files.write(filler, new byte[1 << 20]))
        .hasMessageContaining("No space left");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(disk)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFullDiskLosesNothing() throws IOException {
    Path model = disk.resolve("model.safetensors");
    Path checkpoint = disk.resolve("checkpoint");
    Path input = folder.resolve("noisy.tif");
    noisy(20).write(input);
    Checkpoints checkpoints = Checkpoints.in(checkpoint).withInterval(Duration.ZERO).resuming();
    int[] asked = {0};
    Denoiser first =
        trainer(TRAINING.withCheckpoints(checkpoints))
            .train(List.of(noisy(20)), TrainingListener.NONE, () -> asked[0]++ == 10);
    first.save(model);
    byte[] saved = Files.readAllBytes(model);
    fill();
    List<String> before = names();
    List<String> warnings = new ArrayList<>();
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    Denoiser second =
        trainer(TRAINING.withCheckpoints(checkpoints)).train(List.of(noisy(20)), ear, () -> false);
    assertThat(second.history().steps()).isEqualTo(20);
    assertThat(warnings)
        .anyMatch(line -> line.contains(checkpoint.toString()) && line.contains("No space left"));
    assertThatThrownBy(() -> second.save(model))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(model + ": cannot be written")
        .hasMessageContaining("No space left on device");
    for (String suffix : new String[] {"tif", "png", "npz", "npy.gz"}) {
      Path output = disk.resolve("clean." + suffix);
      assertThatThrownBy(() -> second.denoise(input, output))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(output + ": cannot be written")
          .hasMessageContaining("No space left on device");
    }
    assertThat(names()).isEqualTo(before);
    assertThat(Files.readAllBytes(model)).isEqualTo(saved);
    Denoiser resumed =
        trainer(TRAINING.withCheckpoints(checkpoints))
            .train(List.of(noisy(20)), TrainingListener.NONE, () -> true);
    assertThat(resumed.history().steps()).isEqualTo(10);
  }

  @Test
  void aReadOnlyDiskIsNamed() throws IOException, InterruptedException {
    Path model = disk.resolve("model.safetensors");
    Path input = disk.resolve("noisy.tif");
    Denoiser denoiser = trainer(TRAINING.withBudget(Budget.steps(1))).train(noisy(20));
    denoiser.save(model);
    noisy(20).write(input);
    String fault = run("mount", "-o", "remount,ro", disk.toString());
    assumeTrue(fault.isEmpty(), () -> "no disk can be made read-only here: " + fault);
    List<String> before = names();
    assertThatThrownBy(() -> denoiser.save(model))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(model.toString())
        .hasMessageContaining("Read-only file system");
    Path output = disk.resolve("clean.tif");
    assertThatThrownBy(() -> Denoiser.load(model).denoise(input, output))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(output + ": ")
        .hasMessageContaining("Read-only file system");
    assertThat(names()).isEqualTo(before);
  }
}
