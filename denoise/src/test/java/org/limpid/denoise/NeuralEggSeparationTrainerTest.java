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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.NeuralEggSeparationOptions.Start;
import org.limpid.denoise.synthetic.ClutteredCells;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/** The scenario of the exercise, shortened. Mixtures have 15.44 dB, all-dark images 17.26. */
@Tag("once")
class NeuralEggSeparationTrainerTest {

  private static final ClutteredCells CELLS = ClutteredCells.SINGLE;
  private static final List<Image> MIXTURES = new ArrayList<>();
  private static final List<Image> CLUTTER = new ArrayList<>();
  private static final List<Image> NOTHING = new ArrayList<>();

  static {
    for (int i = 0; i < 200; i++) {
      MIXTURES.add(CELLS.noisy(new RandomKey(1, 5, i), 0));
      CLUTTER.add(CELLS.clutter(new RandomKey(1, 6, i), 0));
    }
    NOTHING.add(MIXTURES.get(0).withSamples(new float[64 * 64]));
  }

  private static NeuralEggSeparationTrainer trainer(int rounds, int steps) {
    return new NeuralEggSeparationTrainer(
        NeuralEggSeparationOptions.DEFAULT.withRounds(rounds), ClutterTraining.steps(steps));
  }

  private static double psnr(Denoiser denoiser) {
    return ClutterTraining.Score.of(CELLS, denoiser).psnr();
  }

  /** With the same first steps; figures for as many steps in all are in docs/quality.md. */
  @Test
  void aRoundImprovesOnOneShot() {
    double oneShot = psnr(trainer(0, 150).train(MIXTURES, CLUTTER));
    double iterated = psnr(trainer(1, 300).train(MIXTURES, CLUTTER));

    assertThat(oneShot).isGreaterThan(22);
    assertThat(iterated).isGreaterThan(oneShot + 0.3);
  }

  @Test
  void startsFromHalvesToo() {
    NeuralEggSeparationOptions halves =
        NeuralEggSeparationOptions.DEFAULT.withStart(Start.HALF).withRounds(2);
    NeuralEggSeparationTrainer trainer =
        new NeuralEggSeparationTrainer(halves, ClutterTraining.steps(160));

    assertThat(psnr(trainer.train(MIXTURES, CLUTTER))).isGreaterThan(20);
  }

  /** Who does not show what clutter looks like gets the mixtures back. */
  @Test
  void failsWithoutExamplesOfClutter() {
    assertThat(psnr(trainer(1, 80).train(MIXTURES, NOTHING))).isLessThan(17.26);
  }

  @Test
  void roundsLookLikeOneTraining() {
    List<Object> events = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(Plan plan) {
            events.add(plan);
          }

          @Override
          public void step(Step step) {
            events.add(step);
          }

          @Override
          public void ended(End end) {
            events.add(end);
          }
        };
    Denoiser denoiser =
        trainer(2, 30).train(MIXTURES.subList(0, 2), CLUTTER.subList(0, 1), listener, () -> false);

    assertThat(events.get(0)).isInstanceOf(TrainingListener.Plan.class);
    List<TrainingListener.Step> steps = new ArrayList<>();
    events.subList(1, events.size() - 1).forEach(event -> steps.add((TrainingListener.Step) event));
    assertThat(steps)
        .extracting(TrainingListener.Step::step)
        .containsExactly(1, 10, 11, 20, 21, 30);
    assertThat(steps).extracting(TrainingListener.Step::spent).isSorted().endsWith(1.0);
    TrainingListener.End end = (TrainingListener.End) events.get(events.size() - 1);
    assertThat(end.steps()).isEqualTo(30);
    assertThat(denoiser.history().steps()).isEqualTo(30);
    assertThat(denoiser.history().points()).extracting(point -> point.step()).contains(10, 20, 30);
  }

  @Test
  void stopsInAnyRoundAndSurvivesAFile(@TempDir Path folder) throws IOException {
    int[] asked = {0};
    Denoiser denoiser =
        trainer(2, 30)
            .train(
                MIXTURES.subList(0, 2),
                CLUTTER.subList(0, 1),
                TrainingListener.NONE,
                () -> asked[0]++ == 13);
    assertThat(denoiser.history().steps()).isBetween(11, 13);

    Path file = folder.resolve("nes.safetensors");
    denoiser.save(file);
    Denoiser again = Denoiser.load(file);
    assertThat(again.denoise(MIXTURES.get(0)).samples())
        .isEqualTo(denoiser.denoise(MIXTURES.get(0)).samples());
    assertThat(again.description()).containsEntry("method", "nes");
    Map<?, ?> options = (Map<?, ?>) Objects.requireNonNull(again.description().get("options"));
    assertThat(options.get("start")).isEqualTo("one_shot");
    assertThat(options.get("rounds")).isEqualTo(2L);
  }

  /** Each round has a checkpoint of its own; what was done is gone through again quickly. */
  @Test
  void goesOnInTheRoundItWasStoppedIn(@TempDir Path folder) {
    Checkpoints checkpoints =
        Checkpoints.in(folder.resolve("nes.checkpoint")).withInterval(Duration.ZERO);
    TrainingOptions options = ClutterTraining.steps(60);
    NeuralEggSeparationTrainer trainer =
        new NeuralEggSeparationTrainer(NeuralEggSeparationOptions.DEFAULT.withRounds(1), options);
    List<Image> mixtures = MIXTURES.subList(0, 2);
    List<Image> clutter = CLUTTER.subList(0, 1);
    float[] whole = trainer.train(mixtures, clutter).denoise(mixtures.get(0)).samples();

    int[] asked = {0};
    trainer
        .withTraining(options.withCheckpoints(checkpoints))
        .train(mixtures, clutter, TrainingListener.NONE, () -> asked[0]++ == 45);
    List<Integer> resumed = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void resumed(int step) {
            resumed.add(step);
          }
        };
    Denoiser denoiser =
        trainer
            .withTraining(options.withCheckpoints(checkpoints.resuming()))
            .train(mixtures, clutter, listener, () -> false);

    assertThat(resumed).hasSize(2);
    assertThat(resumed.get(1)).isGreaterThan(30);
    assertThat(denoiser.denoise(mixtures.get(0)).samples()).isEqualTo(whole);
    // The first stays, as with all trainers; the others went with the end.
    assertThat(folder.resolve("nes.checkpoint")).exists();
    assertThat(folder.resolve("nes.checkpoint.1")).doesNotExist();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> trainer(0, 1).train(MIXTURES, List.of()))
        .hasMessage("train: no images of clutter (expected: at least one)");
    Image colours = Image.wrap(new float[48], 1, 1, 4, 4, 3);
    assertThatThrownBy(() -> trainer(0, 1).train(MIXTURES, List.of(CLUTTER.get(0), colours)))
        .hasMessage(
            "train: clutter 1 is 4 x 4 (Y, X), 3 channels, float32 (expected: as the mixtures, 1"
                + " channel, single slices)");
    assertThatThrownBy(() -> trainer(-1, 1))
        .hasMessage("eggSeparation: rounds -1 (expected: 0 to 100)");
    assertThatThrownBy(() -> NeuralEggSeparationOptions.DEFAULT.withRounds(0).withStart(Start.HALF))
        .hasMessage("eggSeparation: rounds 0 (expected: 1 to 100)");
  }
}
