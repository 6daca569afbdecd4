package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.Sample;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/** A method of one's own has what the library's have. */
class SampleTrainerTest {

  private static final Image CLEAN = Specimen.CELLS.image(96, 96, 1);
  private static final Image FIRST = Noise.correlated(40, 1).apply(CLEAN, 1);
  private static final Image SECOND = Noise.correlated(40, 1).apply(CLEAN, 2);
  private static final List<Image> SHOTS = List.of(FIRST, SECOND);

  private static SampleTrainer trainer(int other, TrainingOptions options) {
    return new SampleTrainer(
            "two_shots",
            (images, place, random) ->
                Sample.of(images.cut(place), images.cut(place.in((place.image() + other) % 2))))
        .withTraining(options);
  }

  private static double gain(int other) {
    Denoiser denoiser =
        trainer(other, SmallTraining.OPTIONS.withBudget(Budget.steps(150))).train(SHOTS);
    return SmallTraining.gain(CLEAN, FIRST, denoiser.denoise(FIRST));
  }

  @Test
  void learnsWhatTheMakerAsksFor() {
    assertThat(gain(1)).isGreaterThan(4);
    assertThat(gain(0)).isLessThan(1); // a control: the same shot as target, noise and all
  }

  @Test
  void goesOnWithTheSameBitsAndSurvivesAFile(@TempDir Path folder) throws IOException {
    TrainingOptions options = EachTrainer.steps(26);
    Denoiser whole = trainer(1, options).train(SHOTS);
    Checkpoints state = Checkpoints.in(folder.resolve("state")).withInterval(Duration.ZERO);
    TrainingOptions kept = options.withCheckpoints(state.resuming());
    int[] asked = {0};
    trainer(1, kept).train(SHOTS, TrainingListener.NONE, () -> asked[0]++ == 13);
    Denoiser resumed = trainer(1, kept).train(SHOTS);

    assertThat(Digest.of(resumed, FIRST)).isEqualTo(Digest.of(whole, FIRST));
    resumed.save(folder.resolve("model.safetensors"));
    Denoiser loaded = Denoiser.load(folder.resolve("model.safetensors"));
    assertThat(loaded.description().get("method")).isEqualTo("two_shots");
    assertThat(Digest.of(loaded, FIRST)).isEqualTo(Digest.of(whole, FIRST));
    assertThat(loaded.history().points().get(0).validationLoss()).isNotNull();
  }
}
