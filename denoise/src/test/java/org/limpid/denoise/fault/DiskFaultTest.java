package org.limpid.denoise.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.fault.Faults.Kind;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;

/**
 * Fails at each request that trainings and predictions make of the disk, one after the other:
 * afterwards the last good files are there, nothing half is under their names, and somebody was
 * told which file and why.
 */
@Tag("once")
class DiskFaultTest {
  private static final Image NOISY = noisy(20, 20);
  private static final TrainingOptions TRAINING =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(1))
          .withPatchSize(16, 4)
          .withBatchSize(1)
          .withValidationInterval(10)
          .withBudget(Budget.steps(30));

  @TempDir private Path folder = Path.of("");

  private static Image noisy(int height, int width) {
    float[] samples = new float[height * width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i * 37 % 256;
    }
    return Image.wrap(samples, 1, 1, height, width, 1).withType(SampleType.UINT8);
  }

  private static Noise2VoidTrainer trainer(TrainingOptions training) {
    return new Noise2VoidTrainer(Noise2VoidOptions.DEFAULT, training);
  }

  /** Hears warnings. */
  private static final class Ear implements TrainingListener {
    final List<String> warnings = new ArrayList<>();

    @Override
    public void warning(String message) {
      warnings.add(message);
    }
  }

  /** Goes on from a checkpoint, writes others, and replaces a model. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void trainingsLeaveTheLastGoodFiles(Kind kind) throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    Path model = folder.resolve("model.safetensors");
    Checkpoints real = Checkpoints.in(checkpoint).withInterval(Duration.ZERO);
    int[] asked = {0};
    Denoiser old =
        trainer(TRAINING.withCheckpoints(real))
            .train(List.of(NOISY), TrainingListener.NONE, () -> asked[0]++ == 10);
    old.save(model);
    byte[] oldModel = Files.readAllBytes(model);
    byte[] oldCheckpoint = Files.readAllBytes(checkpoint);
    byte[] newModel = null;
    int at = 0;
    for (boolean hit = true; hit; at++) {
      Files.write(model, oldModel);
      Files.write(checkpoint, oldCheckpoint);
      Faults faults = new Faults(kind, at);
      Ear ear = new Ear();
      Checkpoints faulty =
          Checkpoints.in(FaultySystem.of(checkpoint, faults))
              .withInterval(Duration.ZERO)
              .resuming();
      try {
        trainer(TRAINING.withCheckpoints(faulty))
            .train(List.of(NOISY), ear, () -> false)
            .save(FaultySystem.of(model, faults));
        newModel = Files.readAllBytes(model);
      } catch (IOException e) {
        told(faults, e, model);
      } catch (UncheckedIOException e) {
        told(faults, Objects.requireNonNull(e.getCause()), checkpoint);
      }
      faults.end();
      hit = !faults.hit().isEmpty();
      for (String warning : ear.warnings) {
        assertThat(warning).as("%s", faults).contains("checkpoint").contains(Faults.CAUSE);
      }
      clean(kind, faults, List.of(model, checkpoint));
      assertThat(Denoiser.load(model).history().steps()).as("%s", faults).isPositive();
      Denoiser resumed =
          trainer(TRAINING.withCheckpoints(real.resuming()))
              .train(List.of(NOISY), TrainingListener.NONE, () -> true);
      assertThat(resumed.history().steps()).as("%s", faults).isBetween(10, 30);
    }
    assertThat(newModel).isNotNull().isNotEqualTo(oldModel);
    System.out.println("training, disk fails " + kind + ": " + (at - 1) + " faults");
    assertThat(at).isGreaterThan(kind == Kind.FULL ? 5 : 50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tif", "png", "mrc", "npy", "npz", "mrc.gz"})
  void predictionsLeaveAllOrNothing(String suffix) throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path input = folder.resolve("noisy." + suffix);
    Path output = folder.resolve("clean." + suffix);
    trainer(TRAINING.withBudget(Budget.steps(1))).train(NOISY).save(model);
    SampleType type = suffix.startsWith("mrc") ? SampleType.INT16 : SampleType.UINT8;
    NOISY.withType(type).write(input);
    Denoiser.load(model).denoise(input, output);
    byte[] expected = Files.readAllBytes(output);
    byte[] old = {1, 2, 3};
    int sum = 0;
    for (Kind kind : Kind.values()) {
      int at = 0;
      for (boolean hit = true; hit; at++) {
        Files.write(output, old);
        Faults faults = new Faults(kind, at);
        boolean done = false;
        try {
          Denoiser.load(FaultySystem.of(model, faults))
              .denoise(FaultySystem.of(input, faults), FaultySystem.of(output, faults));
          done = true;
        } catch (IOException e) {
          told(faults, e, model, input, output);
        }
        hit = !faults.hit().isEmpty();
        assertThat(Files.readAllBytes(output)).as("%s", faults).isIn(old, expected);
        assertThat(!done || Arrays.equals(Files.readAllBytes(output), expected))
            .as("%s", faults)
            .isTrue();
        clean(kind, faults, List.of(model, input, output));
      }
      sum += at - 1;
    }
    System.out.println("prediction to " + suffix + ", disk fails: " + sum + " faults");
    assertThat(sum).isGreaterThan(15);
  }

  /** What is done lies in a file beside the result, which has to serve after any fault. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void resumedPredictionsLeaveAllOrNothing(Kind kind) throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path input = folder.resolve("noisy.tif");
    Path output = folder.resolve("clean.tif");
    Path kept = folder.resolve("clean.tif.unfinished");
    trainer(TRAINING.withBudget(Budget.steps(1))).train(NOISY).save(model);
    Image tall = noisy(1000, 80);
    tall.write(input);
    Denoiser real = tight(Denoiser.load(model));
    Image part = real.lazily(Image.open(input), done -> {}, kept);
    assertThat(part.bandRows()).isEqualTo(500);
    part.copyRegion(0, 0, 0, 0, 1, 80, new float[80], 0);
    byte[] half = Files.readAllBytes(kept);
    real.denoise(input, output);
    byte[] expected = Files.readAllBytes(output);
    byte[] old = {1, 2, 3};
    int at = 0;
    for (boolean hit = true; hit; at++) {
      Files.write(output, old);
      if (at % 2 == 0) {
        Files.write(kept, half);
      } else {
        Files.deleteIfExists(kept);
      }
      Faults faults = new Faults(kind, at / 2);
      boolean done = false;
      try {
        real.denoise(
            FaultySystem.of(input, faults),
            FaultySystem.of(output, faults),
            fraction -> {},
            FaultySystem.of(kept, faults));
        done = true;
      } catch (IOException e) {
        told(faults, e, input, output, kept);
      }
      faults.end();
      hit = !faults.hit().isEmpty() || at % 2 == 0;
      assertThat(Files.readAllBytes(output)).as("%s", faults).isIn(old, expected);
      assertThat(!done || Arrays.equals(Files.readAllBytes(output), expected))
          .as("%s", faults)
          .isTrue();
      clean(kind, faults, List.of(model, input, output, kept));
      if (Files.exists(kept)) {
        real.denoise(input, output, fraction -> {}, kept);
        assertThat(Files.readAllBytes(output)).as("gone on after %s", faults).isEqualTo(expected);
        assertThat(kept).doesNotExist();
      }
    }
    System.out.println("resumed prediction, disk fails " + kind + ": " + (at - 2) + " faults");
    assertThat(at).isGreaterThan(30);
  }

  /** In so little memory that a small image has several rows of tiles. */
  private static Denoiser tight(Denoiser denoiser) {
    return denoiser.withPrediction(PredictionOptions.DEFAULT.withMemoryBytes(1 << 20));
  }

  /** Without it a power cut may bring back what was there before, though somebody was told. */
  @Test
  void afterARenameTheFolderIsForcedToTheDisk() throws IOException {
    assumeTrue(File.separatorChar == '/', "this system does not let folders be forced to the disk");
    Faults faults = Faults.none();
    Path model = FaultySystem.of(folder.resolve("model.safetensors"), faults);
    Path image = FaultySystem.of(folder.resolve("image.tif"), faults);
    trainer(TRAINING.withBudget(Budget.steps(1))).train(NOISY).save(model);
    NOISY.write(image);
    List<String> sequence =
        faults.requests().stream()
            .filter(request -> request.startsWith("RENAME") || request.startsWith("SYNC"))
            .toList();
    assertThat(sequence).hasSize(6);
    for (int i = 0; i < 2; i++) {
      Path file = List.of(model, image).get(i);
      assertThat(sequence.get(3 * i))
          .startsWith("SYNC " + folder)
          .contains("." + file.getFileName());
      assertThat(sequence.get(3 * i + 1)).isEqualTo("RENAME " + file);
      assertThat(sequence.get(3 * i + 2)).isEqualTo("SYNC " + folder);
    }
  }

  /** One line with the file that was at fault, and why. */
  private static void told(Faults faults, IOException e, Path... files) {
    assertThat(e.getMessage())
        .as("%s", faults)
        .isNotNull()
        .doesNotContainPattern("\\p{Cntrl}")
        .contains(Faults.CAUSE)
        .containsAnyOf(Stream.of(files).map(Path::toString).toArray(String[]::new));
  }

  /** Nothing else is there, but for what could not be deleted; that is named after its target. */
  private void clean(Kind kind, Faults faults, List<Path> expected) throws IOException {
    List<Path> others;
    try (Stream<Path> files = Files.list(folder)) {
      others = files.filter(file -> !expected.contains(file)).toList();
    }
    boolean deletable = kind != Kind.GONE && !faults.hit().startsWith("DELETE");
    for (Path other : others) {
      assertThat(deletable).as("%s left %s", faults, other).isFalse();
      assertThat(expected)
          .as("%s left %s", faults, other)
          .anyMatch(file -> other.getFileName().toString().startsWith("." + file.getFileName()));
      Files.delete(other);
    }
  }
}
