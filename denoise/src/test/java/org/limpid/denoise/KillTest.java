package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.testing.ChildJvm;
import org.limpid.testing.Nightly;

/**
 * Trainings in processes that are killed at random moments, in between and while a checkpoint is
 * written, once or several times in a row, end with the bits of one that was left alone.
 */
class KillTest {

  private static final int STEPS = 120;
  private static final int REPORTED = 10;

  @TempDir private Path folder = Path.of("");

  @Test
  void killedAtAnyMomentTrainingEndsWithTheSameBits() throws Exception {
    Random random = new Random(20);
    Map<EachTrainer, String> whole = new EnumMap<>(EachTrainer.class);
    int kills = 0;
    int resumed = 0;
    for (int run = 0; kills < Nightly.times(3, 100); run++) {
      EachTrainer trainer = EachTrainer.values()[random.nextInt(EachTrainer.values().length)];
      Path state = folder.resolve("state" + run);
      int inARow = 1 + random.nextInt(3);
      for (int i = 0; i < inARow; i++) {
        killDuring(trainer, state, random);
        kills++;
      }
      resumed += Files.exists(state) ? 1 : 0;
      String digest = Digest.of(trainer.train(options(state)), trainer.noisy());
      if (!whole.containsKey(trainer)) {
        whole.put(trainer, Digest.of(trainer.train(EachTrainer.steps(STEPS)), trainer.noisy()));
      }
      assertThat(digest).as("%s, run %d", trainer, run).isEqualTo(whole.get(trainer));
      assertThat(files()).as("half-written files").noneMatch(name -> name.endsWith(".tmp"));
    }
    assertThat(resumed).as("runs that had a checkpoint to go on from").isPositive();
  }

  /** Kills a training some time behind one of its first reports, if it lasts that long. */
  private static void killDuring(EachTrainer trainer, Path state, Random random) throws Exception {
    int reports = 1 + random.nextInt(STEPS / REPORTED / 2);
    try (ChildJvm child =
        ChildJvm.start(Training.class, List.of(), trainer.name(), state.toString())) {
      for (int i = 0; i < reports; i++) {
        child.await("reported");
      }
      Thread.sleep(random.nextInt(10), random.nextInt(1_000_000));
      child.kill();
    }
  }

  private static TrainingOptions options(Path state) {
    return EachTrainer.steps(STEPS)
        .withCheckpoints(Checkpoints.in(state).withInterval(Duration.ZERO).resuming());
  }

  /** The process that is killed: goes on from the checkpoint, if there is one. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) {
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(Step step) {
              System.out.println("reported");
              System.out.flush();
            }
          };
      EachTrainer.valueOf(arguments[0])
          .train(options(Path.of(arguments[1])), listener, () -> false);
    }
  }

  @Test
  void killedAtAnyMomentPredictionEndsWithTheSameFile() throws Exception {
    Random random = new Random(21);
    Path model = folder.resolve("model");
    Path noisy = folder.resolve("noisy.tif");
    Path whole = folder.resolve("whole.tif");
    Path result = folder.resolve("result.tif");
    Path kept = folder.resolve("result.tif.unfinished");
    EachTrainer.NOISE2VOID.train(EachTrainer.steps(3)).save(model);
    Noise.gaussian(40).apply(Specimen.MIXED.image(200, 600, 1), 2).write(noisy);
    Prediction.of(model).denoise(noisy, whole);
    for (int run = 0; run < Nightly.times(2, 100); run++) {
      try (ChildJvm child =
          ChildJvm.start(Prediction.class, List.of(), model + "", noisy + "", result + "")) {
        for (int band = random.nextInt(8); band >= 0; band--) {
          child.await("band");
        }
        Thread.sleep(random.nextInt(5), random.nextInt(1_000_000));
        child.kill();
      }
      assertThat(Files.exists(kept) || Files.exists(result)).isTrue();
      Prediction.of(model).denoise(noisy, result, done -> {}, kept);
      assertThat(result).hasSameBinaryContentAs(whole);
      assertThat(files())
          .containsExactlyInAnyOrder("model", "noisy.tif", "whole.tif", "result.tif");
      Files.delete(result);
    }
  }

  /** The process that is killed while it denoises piece by piece. */
  static final class Prediction {
    private Prediction() {}

    static Denoiser of(Path model) throws IOException {
      PredictionOptions tight = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);
      return Denoiser.load(model).withPrediction(tight);
    }

    public static void main(String[] arguments) throws IOException {
      of(Path.of(arguments[0]))
          .denoise(
              Path.of(arguments[1]),
              Path.of(arguments[2]),
              done -> {
                System.out.println("band");
                System.out.flush();
              },
              Path.of(arguments[2] + ".unfinished"));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
