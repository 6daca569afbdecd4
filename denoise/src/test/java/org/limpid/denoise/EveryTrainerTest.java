package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.Decay;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/** What is promised of every trainer, whatever it learns from. */
class EveryTrainerTest {

  private static final int STEPS = 26;
  private static final TrainingOptions OPTIONS = EachTrainer.steps(STEPS);

  @TempDir private Path folder = Path.of("");

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Checkpoints always() {
    return Checkpoints.in(folder.resolve("state")).withInterval(Duration.ZERO);
  }

  /** True when it was asked that many times before. */
  private static BooleanSupplier after(int steps) {
    int[] asked = {0};
    return () -> asked[0]++ >= steps;
  }

  private static BooleanSupplier crashAfter(int steps) {
    BooleanSupplier isTime = after(steps);
    return () -> {
      if (isTime.getAsBoolean()) {
        throw new Crash();
      }
      return false;
    };
  }

  /** Says that all is as if nothing had happened: weights, losses, and what becomes of an image. */
  private static void assertSame(EachTrainer trainer, Denoiser one, Denoiser other)
      throws IOException {
    assertThat(Digest.of(one, trainer.noisy())).isEqualTo(Digest.of(other, trainer.noisy()));
    assertThat(one.history()).isEqualTo(other.history());
  }

  @ParameterizedTest
  @EnumSource
  void cutOffAndResumedItEndsWithTheSameBits(EachTrainer trainer) throws IOException {
    Denoiser whole = trainer.train(OPTIONS);
    TrainingOptions kept = OPTIONS.withCheckpoints(always());
    assertThatThrownBy(() -> trainer.train(kept, TrainingListener.NONE, crashAfter(17)))
        .isInstanceOf(Crash.class);

    List<Integer> resumed = new ArrayList<>();
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void resumed(int step) {
            resumed.add(step);
          }
        };
    TrainingOptions resuming = OPTIONS.withCheckpoints(always().resuming());
    assertSame(trainer, trainer.train(resuming, ear, () -> false), whole);
    assertThat(resumed.get(0)).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void stoppedItIsUsableAndCanGoOn(EachTrainer trainer) throws IOException {
    List<Integer> ends = new ArrayList<>();
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void ended(End end) {
            ends.add(end.steps());
          }
        };
    TrainingOptions kept = OPTIONS.withCheckpoints(always().resuming());
    Denoiser stopped = trainer.train(kept, ear, after(7));
    assertThat(ends).containsExactly(7);
    assertThat(stopped.history().steps()).isEqualTo(7);
    Path file = folder.resolve("stopped.safetensors");
    stopped.save(file);
    float[] result = Denoiser.load(file).denoise(trainer.noisy()).samples();
    assertThat(result).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
    assertThat(result).isEqualTo(stopped.denoise(trainer.noisy()).samples());

    assertSame(trainer, trainer.train(kept), trainer.train(OPTIONS));
  }

  @ParameterizedTest
  @EnumSource
  void stoppedBeforeItsFirstStepItIsUsable(EachTrainer trainer) {
    Denoiser denoiser = trainer.train(OPTIONS, TrainingListener.NONE, () -> true);
    assertThat(denoiser.history().steps()).isZero();
    assertThat(denoiser.denoise(trainer.noisy()).samples()).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void savedAndLoadedItIsTheSame(EachTrainer trainer) throws IOException {
    Denoiser denoiser = trainer.train(OPTIONS);
    Path file = folder.resolve("model.safetensors");
    denoiser.save(file);
    Denoiser loaded = Denoiser.load(file);
    assertSame(trainer, loaded, denoiser);
    assertThat(loaded.description().get("method")).isEqualTo(denoiser.description().get("method"));
  }

  @ParameterizedTest
  @EnumSource
  void wrongParametersAreNamedWithTheirRule(EachTrainer trainer) {
    assertThatThrownBy(() -> trainer.train(OPTIONS.withPatchSize(31, 4)))
        .hasMessage(
            "train: patchSize 31 (expected: a multiple of 2, since the network halves images"
                + " repeatedly)");
    assertThatThrownBy(() -> trainer.train(OPTIONS.withValidationShare(0).withDecay(Decay.PLATEAU)))
        .hasMessageStartingWith("train: decay plateau without validation (validationShare 0.0");
  }

  /** A step's loss, since weights that have learned are better than new ones. */
  private static double firstLoss(EachTrainer trainer, TrainingOptions options) {
    List<Double> losses = new ArrayList<>();
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public void step(Step step) {
            losses.add(step.loss());
          }
        };
    trainer.train(options, ear, after(1));
    return losses.get(0);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromAModelFromAFile(EachTrainer trainer) throws IOException {
    TrainingOptions steps = OPTIONS.withBudget(Budget.steps(60)).withDecay(Decay.steps(25, 0.5f));
    Path file = folder.resolve("model.safetensors");
    trainer.train(steps).save(file);
    Denoiser model = Denoiser.load(file);
    TrainingOptions more = model.continuing(TrainingOptions.DEFAULT.withSeed(2));
    TrainingOptions same =
        more.withPatchSize(16, 4).withBatchSize(2).withBudget(Budget.steps(20)).withSeed(1);

    List<TrainingHistory.Point> points = model.history().points();
    assertThat(more.learningRate())
        .isEqualTo(points.get(points.size() - 1).learningRate())
        .isIn(2e-3f, 1e-3f); // rounds share the steps
    assertThat(firstLoss(trainer, same)).isLessThan(0.95 * firstLoss(trainer, steps));
    Denoiser finer = trainer.train(same.withLearningRate(1e-9f).withWeightAveraging(0));
    for (String part : List.of("method", "network", "normalization")) {
      assertThat(finer.description().get(part)).isEqualTo(model.description().get(part));
    }
    assertThat(finer.description().get("output")).isEqualTo(model.description().get("output"));
    float[] before = model.denoise(trainer.noisy()).samples();
    float[] after = finer.denoise(trainer.noisy()).samples();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], within(0.02f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatItMakesOfAPatch(EachTrainer trainer) {
    List<Pixels> shown = new ArrayList<>();
    TrainingListener ear =
        new TrainingListener() {
          @Override
          public int previewInterval() {
            return 10;
          }

          @Override
          public void preview(Preview preview) {
            shown.add(preview.before());
            shown.add(preview.after());
          }
        };
    trainer.train(OPTIONS.withBudget(Budget.steps(20)), ear, () -> false);
    assertThat(shown).hasSizeGreaterThanOrEqualTo(2);
    assertThat(shown.get(1).extents()).isEqualTo(shown.get(0).extents());
    assertThat(shown.get(1).values()).doesNotContain(Float.NaN).isNotEqualTo(shown.get(0).values());
  }
}
