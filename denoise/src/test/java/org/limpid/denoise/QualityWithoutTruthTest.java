package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;

/** What is estimated without a truth is close to what the truth says. */
class QualityWithoutTruthTest {

  private static final Image CLEAN = Specimen.CELLS.image(160, 160, 1);

  @TempDir private Path folder = Path.of("");

  private static final TrainingOptions OPTIONS =
      SmallTraining.OPTIONS.withBudget(Budget.steps(120)).withValidationShare(0.4);

  /** Trainings on noisy images whose quality can be told. */
  private enum Training {
    NOISE2VOID(Noise.gaussian(40)),
    NOISE2VOID_PHOTONS(Noise.poissonGaussian(8, 10)),
    NOISE2VOID_ABSOLUTE(Noise.gaussian(40)),
    N2V2(Noise.gaussian(40)),
    SELF2SELF(Noise.gaussian(40)),
    NOISE2NOISE(Noise.gaussian(40)),
    NOISE2NOISE_SHARED(Noise.correlated(40, 1)),
    NOISE2NOISE_SQUARED(Noise.poissonGaussian(8, 10));

    private final Noise noise;

    Training(Noise noise) {
      this.noise = noise;
    }

    Denoiser train(Image noisy) {
      return switch (this) {
        case NOISE2VOID, NOISE2VOID_PHOTONS ->
            new Noise2VoidTrainer().withTraining(OPTIONS).train(noisy);
        case NOISE2VOID_ABSOLUTE ->
            new Noise2VoidTrainer()
                .withTraining(OPTIONS)
                .withLoss(Loss.MEAN_ABSOLUTE_ERROR)
                .train(noisy);
        case N2V2 -> Noise2VoidTrainer.n2v2(OPTIONS.withBudget(Budget.steps(300))).train(noisy);
        case SELF2SELF ->
            new Self2SelfTrainer(Self2SelfOptions.DEFAULT.withPasses(16), OPTIONS).train(noisy);
        case NOISE2NOISE, NOISE2NOISE_SHARED ->
            new Noise2NoiseTrainer()
                .withTraining(OPTIONS)
                .train(List.of(new ImagePair(noisy, noise.apply(CLEAN, 2))));
        case NOISE2NOISE_SQUARED ->
            new Noise2NoiseTrainer(new Noise2NoiseOptions(PairLoss.MSE, true), OPTIONS)
                .train(List.of(new ImagePair(noisy, noise.apply(CLEAN, 2))));
      };
    }

    boolean isSquared() {
      return this != NOISE2VOID_ABSOLUTE && this != NOISE2NOISE && this != NOISE2NOISE_SHARED;
    }
  }

  /** Mean squared error on the network's scale. */
  private static double error(Image clean, Image result, double deviation) {
    float[] truth = clean.samples();
    float[] values = result.samples();
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double miss = (values[i] - truth[i]) / deviation;
      sum += miss * miss;
    }
    return sum / truth.length;
  }

  private static double deviation(Denoiser denoiser) {
    Object scale = denoiser.description().get("normalization");
    Object deviations = ((Map<?, ?>) Objects.requireNonNull(scale)).get("deviations");
    return (Double) Objects.requireNonNull(((List<?>) Objects.requireNonNull(deviations)).get(0));
  }

  @ParameterizedTest
  @EnumSource
  void theEstimateIsCloseToTheTruth(Training training) throws Exception {
    Image noisy = training.noise.apply(CLEAN, 1);
    Denoiser denoiser = training.train(noisy);
    double deviation = deviation(denoiser);
    double actualNoise = error(CLEAN, noisy, deviation);
    double actual = error(CLEAN, denoiser.denoise(noisy), deviation);

    QualityEstimate quality = denoiser.history().quality();
    assertThat(quality).isNotNull();
    assertThat(quality.noise()).isCloseTo(actualNoise, within(0.12 * actualNoise));
    // Photons on so few pixels leave an uncertainty of 0.15 (95 %) in the widest of these.
    assertThat(quality.error()).isCloseTo(actual, within(0.2 * actualNoise));
    assertThat(quality.low()).isLessThan(quality.error());
    assertThat(quality.high()).isGreaterThan(quality.error());
    assertThat(actual).isLessThan(quality.high());
    assertThat(quality.isFloor()).isEqualTo(training.isSquared());
    assertThat(denoiser.history().unjudged()).isNull();

    Path file = folder.resolve("model.safetensors");
    denoiser.save(file);
    assertThat(Denoiser.load(file).history()).isEqualTo(denoiser.history());
  }

  /** Trainings whose quality nobody can tell without a truth, and what is said about it. */
  @Test
  void whereItCannotBeToldThatIsSaid() throws Exception {
    TrainingOptions few = EachTrainer.steps(2).withValidationShare(0.4);
    Map<EachTrainer, String> reasons =
        Map.of(
            EachTrainer.SUPERVISED, "targets are clean, so the validation loss itself tells",
            EachTrainer.NEURAL_EGG_SEPARATION, "what is of interest is never seen alone");
    for (Map.Entry<EachTrainer, String> reason : reasons.entrySet()) {
      Denoiser denoiser = reason.getKey().train(few);
      assertThat(denoiser.history().quality()).isNull();
      assertThat(denoiser.history().unjudged()).startsWith(reason.getValue());
      Path file = folder.resolve("model.safetensors");
      denoiser.save(file);
      assertThat(Denoiser.load(file).history()).isEqualTo(denoiser.history());
    }
    for (EachTrainer blind : List.of(EachTrainer.NOISE2VOID, EachTrainer.SELF2SELF)) {
      assertThat(blind.train(few.withValidationShare(0)).history().unjudged())
          .startsWith("nothing is held out to judge results by");
    }
    Image shared = Noise.correlated(40, 1).apply(CLEAN, 1);
    Denoiser patterned =
        new Noise2VoidTrainer(Noise2VoidOptions.UNIFORM.withPattern(Pattern.square(3)), few)
            .train(shared);
    assertThat(patterned.history().unjudged())
        .isEqualTo("how much noise there is cannot be measured, or neighbouring pixels share it");
    ImagePair pair = new ImagePair(shared, CLEAN);
    assertThat(
            new Noise2NoiseTrainer(new Noise2NoiseOptions(PairLoss.MAE, false), few)
                .train(List.of(pair))
                .history()
                .unjudged())
        .isEqualTo("the two images of a pair may have unequal noise");
  }

  @Test
  void noiseThatNeighboursShareHasNoFloor() {
    Image noisy = Noise.correlated(40, 1).apply(CLEAN, 1);
    Normalization scale = Normalization.of(Frames.planes(noisy));
    assertThat(TargetNoise.of(List.of(noisy), scale)).isNull();
  }

  @Test
  void theNoiseModelIsOnTheNetworksScale() {
    Image noisy = Noise.gaussian(40).apply(CLEAN, 1);
    NoiseModel model =
        TargetNoise.of(List.of(noisy), new Normalization(List.of(100.0), List.of(20.0)));
    assertThat(model).isNotNull();
    assertThat(model.offsets().get(0)).isCloseTo(4, within(0.4));
    assertThat(model.slopes()).containsExactly(0.0);
  }
}
