package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;

class AutoTrainerTest {

  private static final Image CLEAN = Specimen.CELLS.image(128, 128, 1);
  private static final Image NOISY = Noise.gaussian(40).apply(CLEAN, 1);
  private static final TrainingOptions OPTIONS =
      SmallTraining.OPTIONS.withBudget(Budget.steps(240));

  /** Writes down what is said. */
  private static final class Ear implements TrainingListener {
    private final List<String> remarks = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private double spent;

    @Override
    public void remark(String message) {
      remarks.add(message);
    }

    @Override
    public void warning(String message) {
      warnings.add(message);
    }

    @Override
    public void step(Step step) {
      assertThat(step.spent()).isBetween(spent, 1 + 1e-9);
      spent = step.spent();
    }

    @Override
    public void ended(End end) {
      ends.add(end);
    }
  }

  private static List<?> tried(Denoiser denoiser) {
    Object options = denoiser.description().get("options");
    return (List<?>)
        Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(options)).get("auto"));
  }

  @Test
  void everyAnswerIsBetterThanTheOneBefore(@TempDir Path folder) throws IOException {
    Ear ear = new Ear();
    List<Denoiser> answers = new ArrayList<>();
    Denoiser last = new AutoTrainer(OPTIONS).train(List.of(NOISY), ear, () -> false, answers::add);

    assertThat(ear.remarks.get(0)).startsWith("Noise is");
    assertThat(ear.remarks.get(1)).startsWith("zs-n2n, 6 steps: ").endsWith("; the first answer");
    assertThat(ear.remarks.get(2)).startsWith("similar-patches: noise reduced by about ");
    assertThat(ear.remarks.get(3)).startsWith("neighbor2neighbor, 12 steps: ");
    assertThat(ear.remarks.get(4)).startsWith("noise2void, 12 steps: ");
    assertThat(ear.remarks.get(5)).startsWith("refinement, 12 steps: ");
    assertThat(ear.ends).hasSize(1);
    assertThat(ear.ends.get(0).steps()).isEqualTo(240);
    // Patches lead, so that the best network is judged once more, as it would be used.
    assertThat(ear.remarks.get(ear.remarks.size() - 1)).contains(", averaged over orientations: ");
    assertThat(tried(last)).hasSize(8);

    double before = 0;
    for (Denoiser answer : answers) {
      assertThat(answer.history().quality()).isNotNull();
      double gain = SmallTraining.gain(CLEAN, NOISY, answer.denoise(NOISY));
      assertThat(gain).isGreaterThan(before);
      before = gain;
    }
    Denoiser best = answers.get(answers.size() - 1);
    assertThat(last.prediction().averaging()).isEqualTo(Symmetries.TURNS_AND_FLIPS);
    assertThat(last.withPrediction(best.prediction()).denoise(NOISY).samples())
        .isEqualTo(best.denoise(NOISY).samples());
    assertThat(SmallTraining.gain(CLEAN, NOISY, last.denoise(NOISY)))
        .isGreaterThanOrEqualTo(before);
    assertThat(SmallTraining.gain(CLEAN, NOISY, last.denoise(NOISY)))
        .isGreaterThan(8)
        .isGreaterThan(SmallTraining.gain(CLEAN, NOISY, answers.get(0).denoise(NOISY)));

    Path file = folder.resolve("model.safetensors");
    last.save(file);
    assertThat(tried(Denoiser.load(file)).toString())
        .contains("zs-n2n", "noise2void", "neighbor2neighbor", "refinement");
  }

  @Test
  void stepsGiveTheSameBitsEverywhere() throws IOException {
    TrainingOptions few = OPTIONS.withBudget(Budget.steps(48));
    List<String> digests = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      try (Device device = Device.cpu(threads)) {
        Denoiser denoiser = new AutoTrainer(few.withDevice(device)).train(NOISY);
        digests.add(Digest.of(denoiser, NOISY) + denoiser.description().get("options"));
      }
    }
    assertThat(digests.get(0)).isEqualTo(digests.get(1));
  }

  @Test
  void stoppedItGivesTheBestSoFar() {
    AtomicInteger asked = new AtomicInteger();
    Ear ear = new Ear();
    Denoiser denoiser =
        new AutoTrainer(OPTIONS).train(List.of(NOISY), ear, () -> asked.incrementAndGet() > 6 + 5);
    assertThat(tried(denoiser)).hasSize(3);
    assertThat(ear.ends).hasSize(1);
    assertThat(ear.ends.get(0).reason()).isEqualTo(TrainingListener.Reason.STOPPED);
    assertThat(denoiser.denoise(NOISY).samples()).doesNotContain(Float.NaN);

    Denoiser before = new AutoTrainer(OPTIONS).train(List.of(NOISY), ear, () -> true);
    assertThat(before.history().steps()).isZero();
  }

  /** They take longer than a third of so short a time, so nobody looks for them. */
  @Test
  void similarPatchesDoNotEatUpTheTime() {
    Budget little = Budget.time(Duration.ofMillis(600));
    Budget much = Budget.time(Duration.ofSeconds(10));
    try (Device one = Device.cpu(1)) {
      for (Budget budget : List.of(little, much)) {
        TrainingOptions options = OPTIONS.withBudget(budget).withDevice(one);
        assertThat(Candidate.forWhiteNoise(options, List.of(NOISY), true, List::of).stream())
            .filteredOn(Candidate::isReady)
            .hasSize(budget.equals(much) ? 1 : 0);
      }
    }
    assertThat(Candidate.forWhiteNoise(OPTIONS, List.of(NOISY), false, List::of))
        .noneMatch(Candidate::isReady);
  }

  @Test
  void aTimeIsKept() {
    Ear ear = new Ear();
    Denoiser denoiser =
        new AutoTrainer(OPTIONS.withBudget(Budget.time(Duration.ofMillis(600))))
            .train(List.of(NOISY), ear, () -> false);
    assertThat(ear.ends).hasSize(1);
    assertThat(tried(denoiser)).isNotEmpty();
  }

  /** Noise that is alike along rows. */
  private static Image stripes(Image clean) {
    float[] white = Noise.gaussian(40).apply(clean, 3).samples();
    float[] values = clean.samples();
    int width = clean.width();
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      int left = i - Math.min(x, 1);
      int right = i + Math.min(width - 1 - x, 1);
      float sum = 0;
      for (int j : new int[] {left, i, right}) {
        sum += white[j] - clean.samples()[j];
      }
      values[i] += sum / 1.7f;
    }
    return clean.withSamples(values);
  }

  @Test
  void noiseWithAShapeIsHiddenByThatShape() {
    Ear ear = new Ear();
    Image striped = stripes(CLEAN);
    Denoiser denoiser =
        new AutoTrainer(OPTIONS.withBudget(Budget.steps(24)))
            .train(List.of(striped), ear, () -> false);
    assertThat(ear.remarks.get(0)).contains("correlated along rows", "structN2V horizontal");
    assertThat(String.valueOf(denoiser.description().get("options")))
        .contains("pattern=(0,0,-2) (0,0,-1) (0,0,1) (0,0,2)");
    assertThat(ear.remarks.get(2)).endsWith("; taken, as it learned longer");
    assertThat(denoiser.history().quality()).isNull();
    assertThat(denoiser.prediction().averaging()).isEqualTo(Symmetries.NONE);
  }

  @Test
  void whatOneImageCannotTellIsSaid() {
    Ear ear = new Ear();
    Image shared = Noise.correlated(40, 1).apply(Specimen.CELLS.image(160, 160, 1), 1);
    new AutoTrainer(OPTIONS.withBudget(Budget.steps(12))).train(List.of(shared), ear, () -> false);
    assertThat(ear.warnings).anyMatch(warning -> warning.contains("a second shot"));
  }

  @Test
  void whatItCannotDoIsRefused() {
    assertThatThrownBy(() -> new AutoTrainer(OPTIONS).train(Image.of(new float[4096], 64, 64)))
        .hasMessageStartingWith("auto: there is no noise that can be measured");
    assertThatThrownBy(() -> new AutoTrainer(OPTIONS.withBudget(Budget.epochs(2))).train(NOISY))
        .hasMessageStartingWith("auto: a budget in epochs");
    TrainingOptions kept = OPTIONS.withCheckpoints(Checkpoints.in(Path.of("state")));
    assertThatThrownBy(() -> new AutoTrainer(kept).train(NOISY))
        .hasMessageStartingWith("auto: cannot go on from weights or a checkpoint");
  }

  @Test
  void aBudgetIsDividedIntoGrowingParts() {
    assertThat(WorkPlan.lengths(1200, 1000, 2)).containsExactly(100L, 200L, 900L);
    assertThat(WorkPlan.lengths(2800, 1000, 4)).containsExactly(100L, 200L, 200L, 200L, 2100L);
    assertThat(WorkPlan.lengths(600_000, 20_000, 2))
        .containsExactly(20_000L, 40_000L, 60_000L, 120_000L, 360_000L);
    assertThat(WorkPlan.lengths(1, 1000, 2)).containsExactly(1L);
    for (long whole = 1; whole < 300; whole++) {
      assertThat(WorkPlan.lengths(whole, 10, 3).stream().mapToLong(Long::longValue).sum())
          .isEqualTo(whole);
    }
  }
}
