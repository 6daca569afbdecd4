package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Decay;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

class FineTuningTest {

  private static final Image NOISY = Noise.gaussian(40).apply(Specimen.CELLS.image(64, 64, 1), 1);
  private static final Image OTHER = Noise.gaussian(40).apply(Specimen.CELLS.image(64, 64, 2), 2);
  private static final TrainingOptions FEW =
      SmallTraining.OPTIONS.withBudget(Budget.steps(1)).withDecay(Decay.CONSTANT);

  private static double firstLoss(TrainingOptions options) {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(Step step) {
            losses.add(step.loss());
          }
        };
    new Noise2VoidTrainer().withTraining(options).train(List.of(OTHER), listener);
    return losses.get(0);
  }

  @Test
  void beginsWhereTheModelEnded() {
    Denoiser denoiser = SmallTraining.steps(120).train(NOISY);
    TrainingOptions options = denoiser.continuing(FEW);

    assertThat(firstLoss(options)).isLessThan(0.75 * firstLoss(FEW));
    Denoiser finer = new Noise2VoidTrainer().withTraining(options).train(OTHER);
    assertThat(finer.description().get("normalization"))
        .isEqualTo(denoiser.description().get("normalization"));
  }

  @Test
  void takesTheRateTheModelEndedWith() {
    Denoiser constant = new Noise2VoidTrainer().withTraining(FEW).train(NOISY);
    assertThat(constant.continuing(FEW.withLearningRate(1)).learningRate()).isEqualTo(4e-3f);
    Denoiser cosine =
        new Noise2VoidTrainer()
            .withTraining(
                FEW.withDecay(Decay.COSINE).withBudget(Budget.steps(40)).withValidationInterval(10))
            .train(NOISY);
    assertThat(cosine.continuing(FEW).learningRate()).isEqualTo(4e-3f / 10);
  }

  @Test
  void anotherNetworkIsRefused() {
    Denoiser denoiser = new Noise2VoidTrainer().withTraining(FEW).train(NOISY);
    TrainingOptions options = denoiser.continuing(FEW);
    TrainingOptions larger = options.withNetwork(options.network().withFilters(12));
    assertThatThrownBy(() -> new Noise2VoidTrainer().withTraining(larger).train(OTHER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("train: the model to go on from has another network");
    Image colours = Image.of(new float[16 * 16 * 3], 1, 1, 16, 16, 3);
    assertThatThrownBy(() -> new Noise2VoidTrainer().withTraining(options).train(colours))
        .hasMessage(
            "scaling: the given scale is for 1 channels, the images have 3 (expected: equal)");
    assertThat(options.describe()).containsEntry("scaling", Map.of("kind", "given"));
  }
}
