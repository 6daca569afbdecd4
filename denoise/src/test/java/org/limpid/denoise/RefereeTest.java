package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/** Images that are not simply gray and whole are judged, too. */
class RefereeTest {

  private static final int SIDE = 176;
  private static final TrainingOptions OPTIONS =
      SmallTraining.OPTIONS.withBudget(Budget.steps(60)).withValidationShare(0.2);

  private static double estimate(Denoiser denoiser) {
    assertThat(denoiser.history().unjudged()).isNull();
    QualityEstimate quality = Objects.requireNonNull(denoiser.history().quality());
    return quality.decibels(quality.error());
  }

  /** By how many decibels noise is reduced on the network's scale, where both are numbers. */
  private static double gain(Image clean, Image noisy, Denoiser denoiser) {
    Map<?, ?> scale = (Map<?, ?>) denoiser.description().get("normalization");
    List<?> deviations =
        (List<?>) Objects.requireNonNull(Objects.requireNonNull(scale).get("deviations"));
    float[] truth = clean.samples();
    float[] before = noisy.samples();
    float[] after = denoiser.denoise(noisy).samples();
    double noise = 0;
    double error = 0;
    for (int i = 0; i < truth.length; i++) {
      double unit = (Double) Objects.requireNonNull(deviations.get(i % clean.channels()));
      if (!Float.isNaN(before[i])) {
        noise += Math.pow((before[i] - truth[i]) / unit, 2);
        error += Math.pow((after[i] - truth[i]) / unit, 2);
      }
    }
    return 10 * Math.log10(noise / error);
  }

  @Test
  void coloursMayHaveNoiseOfTheirOwn() {
    float[] clean = new float[3 * SIDE * SIDE];
    float[] noisy = new float[clean.length];
    for (int c = 0; c < 3; c++) {
      Image plane = Specimen.CELLS.image(SIDE, SIDE, c);
      float[] spoiled = Noise.gaussian(20 + 15 * c).apply(plane, 7 + c).samples();
      for (int i = 0; i < SIDE * SIDE; i++) {
        clean[3 * i + c] = plane.samples()[i];
        noisy[3 * i + c] = spoiled[i];
      }
    }
    Image truth = Image.of(clean, 1, 1, SIDE, SIDE, 3);
    Image image = truth.withSamples(noisy);
    Denoiser denoiser = new Noise2VoidTrainer().withTraining(OPTIONS).train(image);
    assertThat(estimate(denoiser)).isCloseTo(gain(truth, image, denoiser), within(0.6));
  }

  @Test
  void gapsAndFewLevelsDoNoHarm() {
    Image truth = Specimen.CELLS.image(SIDE, SIDE, 4);
    float[] noisy = Noise.poissonGaussian(6, 5).apply(truth, 7).samples();
    for (int i = 0; i < noisy.length; i++) {
      boolean isGap = i % SIDE < 20 && i / SIDE < 20;
      noisy[i] = isGap ? Float.NaN : 8 * Math.round(noisy[i] / 8);
    }
    Image image = truth.withSamples(noisy);
    Denoiser denoiser = new Noise2VoidTrainer().withTraining(OPTIONS).train(image);
    assertThat(estimate(denoiser)).isCloseTo(gain(truth, image, denoiser), within(0.6));
  }

  /** They change in jumps as the image does, and the formula holds for their mean over nudges. */
  @ParameterizedTest
  @EnumSource(names = {"CELLS", "SPOTS"})
  void similarPatchesAreJudgedAsNetworksAre(Specimen specimen) {
    Image truth = specimen.image(SIDE, SIDE, 4);
    Image image = Noise.gaussian(25).apply(truth, 7);
    Denoiser denoiser = new SimilarPatchesTrainer().train(List.of(image), TrainingListener.NONE);
    assertThat(judged(image, denoiser, 1)).isCloseTo(gain(truth, image, denoiser), within(0.6));
  }

  /** By a single pattern each, the six estimates are 0.9 dB apart. */
  @Test
  void patchesAreJudgedByMoreThanOnePatternOfNudges() {
    Image truth = Specimen.CELLS.image(128, 128, 4);
    Image image = Noise.gaussian(25).apply(truth, 7);
    Denoiser denoiser = new SimilarPatchesTrainer().train(List.of(image), TrainingListener.NONE);
    List<Double> estimates =
        LongStream.range(0, 6).mapToObj(seed -> judged(image, denoiser, seed)).toList();
    assertThat(Collections.max(estimates) - Collections.min(estimates)).isLessThan(0.4);
  }

  private static double judged(Image image, Denoiser denoiser, long seed) {
    TrainingData data = TrainingData.of(List.of(image), OPTIONS.scaling());
    PatchSampler sampler = data.sampler(OPTIONS, data.patch(OPTIONS, denoiser.multiple()));
    QualityEstimate quality =
        new Referee(List.of(image), data, sampler, seed).judge(denoiser, false).estimate();
    return Objects.requireNonNull(quality).decibels(quality.error());
  }

  /** Averaging takes away what orientations disagree in. */
  @Test
  void aMeanOverOrientationsIsJudgedAsOne() {
    Image truth = Specimen.CELLS.image(SIDE, SIDE, 4);
    Image image = Noise.gaussian(25).apply(truth, 7);
    Denoiser one = new Noise2VoidTrainer().withTraining(OPTIONS).train(image);
    Denoiser mean =
        one.withPrediction(PredictionOptions.DEFAULT.withAveraging(Symmetries.TURNS_AND_FLIPS));
    double better = gain(truth, image, mean) - gain(truth, image, one);
    assertThat(better).isGreaterThan(0.1);
    assertThat(judged(image, mean, 1) - judged(image, one, 1)).isCloseTo(better, within(0.1));
  }

  /** Control: what has no noise of its own in every pixel is not judged. */
  @Test
  void whatCannotBeJudgedIsNot() {
    Image truth = Specimen.CELLS.image(SIDE, SIDE, 4);
    Image shared = Noise.correlated(40, 1).apply(truth, 1);
    Image tiny = Noise.gaussian(30).apply(Specimen.CELLS.image(40, 40, 4), 1);
    for (Image image : new Image[] {shared, tiny}) {
      Denoiser denoiser =
          new Noise2VoidTrainer().withTraining(OPTIONS.withBudget(Budget.steps(2))).train(image);
      assertThat(denoiser.history().quality()).isNull();
      assertThat(denoiser.history().unjudged()).isNotEmpty();
    }
  }
}
