package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Decay;
import org.limpid.denoise.training.TrainingDivergedException;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.denoise.training.UpdateRule;
import org.limpid.nn.Loss;

/** Samples that are no numbers, and numbers that nobody expects. */
class OddNumbersTest {

  private static final Image CLEAN = Specimen.CELLS.image(96, 96, 1);
  private static final Image NOISY = Noise.gaussian(50).apply(CLEAN, 1);
  private static final float[] ODD = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

  /** Takes down warnings. */
  private static final class Warnings implements TrainingListener {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void warning(String message) {
      texts.add(message);
    }
  }

  /** With a share of the samples replaced, and a block of rows. */
  private static Image holey(Image image, double share, int rows) {
    float[] samples = image.samples();
    Random random = new Random(5);
    for (int i = 0; i < samples.length; i++) {
      if (random.nextDouble() < share || i < rows * image.width() * image.channels()) {
        samples[i] = ODD[i % 3];
      }
    }
    return image.withSamples(samples);
  }

  private static Noise2VoidTrainer steps(int steps) {
    return SmallTraining.steps(steps);
  }

  @Test
  void whatIsNoNumberStaysAndDoesNotSpoilTheRest() {
    Image holey = holey(NOISY, 0.05, 7);
    Warnings warnings = new Warnings();
    Denoiser denoiser = steps(150).train(List.of(holey), warnings);
    float[] result = denoiser.denoise(holey).samples();

    double before = 0;
    double after = 0;
    float[] noisy = holey.samples();
    float[] clean = CLEAN.samples();
    int gaps = 0;
    for (int i = 0; i < result.length; i++) {
      if (Float.isFinite(noisy[i])) {
        assertThat(result[i]).isFinite();
        before += (noisy[i] - clean[i]) * (noisy[i] - clean[i]);
        after += (result[i] - clean[i]) * (result[i] - clean[i]);
      } else {
        assertThat(Float.floatToIntBits(result[i])).isEqualTo(Float.floatToIntBits(noisy[i]));
        gaps++;
      }
    }
    // 6 dB without gaps, in Noise2VoidTrainerTest.
    assertThat(10 * Math.log10(before / after)).isGreaterThan(5.5);
    assertThat(warnings.texts)
        .containsExactly(
            String.format(
                "%,d pixels (%.2g %%) hold NaN or infinite numbers; they are left out of learning"
                    + " and stay in results as they are",
                gaps, 100.0 * gaps / result.length));
    PredictionOptions tight = PredictionOptions.DEFAULT.withMemoryBytes(1 << 20);
    assertThat(denoiser.withPrediction(tight).lazily(holey).samples())
        .isEqualTo(denoiser.withPrediction(tight).denoise(holey).samples());
  }

  /** Neither in patches, nor in what is held out, nor in the scale. */
  @Test
  void whichNumberIsNoneMakesNoDifference() {
    float[] nan = holey(NOISY, 0.1, 0).samples();
    float[] infinite = nan.clone();
    for (int i = 0; i < nan.length; i++) {
      nan[i] = Float.isFinite(nan[i]) ? nan[i] : Float.NaN;
      infinite[i] = Float.isFinite(infinite[i]) ? infinite[i] : Float.POSITIVE_INFINITY;
    }
    Denoiser one = steps(12).train(NOISY.withSamples(nan));
    Denoiser other = steps(12).train(NOISY.withSamples(infinite));
    assertThat(one.denoise(NOISY).samples()).isEqualTo(other.denoise(NOISY).samples());
    assertThat(one.history()).isEqualTo(other.history());
  }

  @Test
  void everyTrainerLeavesThemOut() {
    TrainingOptions options = EachTrainer.steps(12);
    Image holey = holey(NOISY, 0.05, 40);
    Image volume = holey(Specimen.CELLS.volume(20, 16, 6, 1), 0.05, 8);
    Image colours = holey(Image.wrap(NOISY.samples(), 1, 1, 32, 96, 3), 0.05, 10);
    List<Denoiser> denoisers =
        List.of(
            new Noise2VoidTrainer().withTraining(options).train(holey),
            Noise2VoidTrainer.n2v2(options).train(holey),
            new Self2SelfTrainer(Self2SelfOptions.DEFAULT.withPasses(2), options).train(holey),
            new Noise2NoiseTrainer()
                .withTraining(options)
                .train(List.of(new ImagePair(NOISY, holey), new ImagePair(holey, NOISY))),
            new SupervisedTrainer()
                .withTraining(options)
                .train(List.of(new ImagePair(NOISY, holey), new ImagePair(holey, CLEAN))),
            new NeuralEggSeparationTrainer(
                    NeuralEggSeparationOptions.DEFAULT.withRounds(1), options)
                .train(List.of(holey, NOISY), List.of(holey)));
    for (Denoiser denoiser : denoisers) {
      assertKeeps(denoiser, holey);
    }
    assertKeeps(new Noise2VoidTrainer().withTraining(options).train(volume), volume);
    assertKeeps(new Noise2VoidTrainer().withTraining(options).train(colours), colours);
  }

  /** Odd samples are as they were, all others finite, and the losses were too. */
  private static void assertKeeps(Denoiser denoiser, Image noisy) {
    float[] result = denoiser.denoise(noisy).samples();
    float[] samples = noisy.samples();
    for (int i = 0; i < samples.length; i++) {
      if (Float.isFinite(samples[i])) {
        assertThat(result[i]).isFinite();
      } else {
        assertThat(Float.floatToIntBits(result[i])).isEqualTo(Float.floatToIntBits(samples[i]));
      }
    }
    assertThat(denoiser.history().points()).isNotEmpty().allMatch(p -> Double.isFinite(p.loss()));
  }

  @Test
  void anImageWithoutNumbersIsRefused() {
    float[] samples = new float[400];
    Arrays.fill(samples, Float.NaN);
    Image nothing = Image.of(samples, 20, 20);
    assertThatThrownBy(() -> steps(2).train(NOISY, nothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "train: image 1 has no pixel of finite numbers (NaN or infinite). Leave it out");
    // A model makes of it what it is.
    assertThat(steps(2).train(NOISY).denoise(nothing).samples()).isEqualTo(samples);
  }

  /** What samples become. */
  enum Odd {
    CONSTANT(v -> 7),
    ZERO(v -> 0),
    SATURATED(v -> v > 40 ? 65535 : v),
    TWO_VALUED(v -> v > 60 ? 1 : 0),
    ENORMOUS(v -> (v - 100) * 2e36),
    TINY(v -> v * 1e-43),
    FAR_FROM_ZERO(v -> 3e7 + v),
    ONE_FAR_OUT(v -> v > 240 ? 1e30 : v);

    private final DoubleUnaryOperator change;

    Odd(DoubleUnaryOperator change) {
      this.change = change;
    }

    Image image() {
      float[] samples = NOISY.samples();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) change.applyAsDouble(samples[i]);
      }
      return NOISY.withSamples(samples);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oddImagesGiveFiniteResultsOnTheirScale(Odd odd) {
    Image image = odd.image();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float sample : image.samples()) {
      low = Math.min(low, sample);
      high = Math.max(high, sample);
    }
    double margin = 0.5 * (high - low) + (odd == Odd.CONSTANT || odd == Odd.ZERO ? 2 : 0);
    TrainingOptions options = EachTrainer.steps(30);
    List<Denoiser> denoisers =
        List.of(
            new Noise2VoidTrainer().withTraining(options).train(image),
            new Self2SelfTrainer(Self2SelfOptions.DEFAULT.withPasses(2), options).train(image),
            new Noise2NoiseTrainer()
                .withTraining(options)
                .train(List.of(new ImagePair(image, image))));
    for (Denoiser denoiser : denoisers) {
      for (float sample : denoiser.denoise(image).samples()) {
        assertThat((double) sample).isBetween(low - margin, high + margin);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 300})
  void imagesOfOneRowOrColumnAreLearnedByEveryTrainer(int width) {
    float[] samples = new float[300 / width * width];
    System.arraycopy(NOISY.samples(), 0, samples, 0, samples.length);
    Image thin = Image.of(samples, width, samples.length / width);
    ImagePair pair = new ImagePair(thin, thin);
    TrainingOptions options = EachTrainer.steps(4);
    for (Denoiser denoiser :
        List.of(
            new Noise2VoidTrainer().withTraining(options).train(thin),
            Noise2VoidTrainer.n2v2(options).train(thin),
            new Self2SelfTrainer(Self2SelfOptions.DEFAULT.withPasses(2), options).train(thin),
            new Noise2NoiseTrainer().withTraining(options).train(List.of(pair)),
            new SupervisedTrainer().withTraining(options).train(List.of(pair)),
            new NeuralEggSeparationTrainer(
                    NeuralEggSeparationOptions.DEFAULT.withRounds(1), options)
                .train(List.of(thin), List.of(thin)))) {
      assertKeeps(denoiser, thin);
    }
  }

  /** One hot pixel makes all others look alike; the remedy is in the warning. */
  @Test
  void samplesThatDominateTheScaleAreSaid() {
    float[] samples = NOISY.samples();
    samples[777] = 65_535;
    Image hot = NOISY.withSamples(samples);
    Warnings warnings = new Warnings();
    steps(2).train(List.of(hot), warnings);
    assertThat(warnings.texts)
        .containsExactly(
            "a few samples lie so far out, as hot pixels do, that the network sees all others 10.5"
                + " times too small; to leave them out: --outliers 0.02:0.02, or"
                + " Scaling.withoutOutliers");
    Warnings none = new Warnings();
    TrainingOptions without =
        SmallTraining.OPTIONS
            .withBudget(Budget.steps(2))
            .withScaling(Scaling.STANDARD.withoutOutliers(0.02, 0.02));
    new Noise2VoidTrainer().withTraining(without).train(List.of(hot), none);
    steps(2).train(List.of(NOISY), none);
    assertThat(none.texts).isEmpty();
  }

  @Test
  void tenPatchesAreEnoughToLearn() {
    float[] samples = new float[10 * 16 * 16];
    NOISY.copyRegion(0, 0, 0, 0, 40, 64, samples, 0);
    Image few = Image.of(samples, 64, 40);
    TrainingOptions options = EachTrainer.steps(40).withValidationShare(0);
    Denoiser denoiser = new Noise2VoidTrainer().withTraining(options).train(few);
    assertKeeps(denoiser, few);
  }

  @Test
  void whereEverythingIsHeldOutItIsSaid() {
    float[] samples = new float[16 * 16];
    NOISY.copyRegion(0, 0, 0, 0, 16, 16, samples, 0);
    TrainingOptions options = EachTrainer.steps(50).withValidationShare(0.5);
    assertThatThrownBy(
            () -> new Noise2VoidTrainer().withTraining(options).train(Image.of(samples, 16, 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "train: not one pixel counted in 10 steps, since all are held out (validationShare"
                + " 0.5), none is hidden");
  }

  @Test
  void aMaskThatHidesNothingIsSaid() {
    assertThatThrownBy(() -> steps(3).withMask((patch, random) -> {}).train(NOISY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("train: not one pixel counted in 3 steps");
  }

  /** A loss that divides by the weight of a batch is not asked about batches without any. */
  @Test
  void batchesInWhichNothingCountsArePassedOver() {
    MaskStrategy usual = Noise2VoidOptions.DEFAULT.mask();
    MaskStrategy rare =
        (patch, random) -> {
          if (random.nextInt(4) == 0) {
            usual.hide(patch, random);
          }
        };
    Loss dividing =
        (prediction, target, weight) ->
            prediction.subtract(target).square().multiply(weight).sum().divide(weight.sum());
    Warnings warnings = new Warnings();
    Denoiser denoiser =
        steps(60)
            .withTraining(SmallTraining.OPTIONS.withBatchSize(1).withValidationShare(0))
            .withMask(rare)
            .withLoss(dividing)
            .train(List.of(NOISY), warnings, stopAfter(60));
    assertThat(warnings.texts).isEmpty();
    assertKeeps(denoiser, NOISY);
  }

  private static BooleanSupplier stopAfter(int steps) {
    int[] asked = {0};
    return () -> asked[0]++ == steps;
  }

  /**
   * With such a rate the weights overflow at once; half of it, and half again, is still too much.
   */
  @Test
  void aRateThatIsMuchTooHighIsHalvedUntilItWorksOrItIsSaid() {
    int recovered = 0;
    for (float rate : new float[] {0.5f, 5, 50, 100}) {
      TrainingOptions options =
          SmallTraining.OPTIONS
              .withBudget(Budget.steps(150))
              .withUpdateRule(UpdateRule.SGD)
              .withDecay(Decay.CONSTANT)
              .withLearningRate(rate);
      Warnings warnings = new Warnings();
      try {
        Denoiser denoiser =
            new Noise2VoidTrainer().withTraining(options).train(List.of(NOISY), warnings);
        assertKeeps(denoiser, NOISY);
        recovered += warnings.texts.isEmpty() ? 0 : 1;
      } catch (TrainingDivergedException e) {
        assertThat(e).hasMessageContaining("Lower the learning rate");
        assertThat(warnings.texts)
            .hasSize(5)
            .allMatch(text -> text.contains("; going on from the weights of step 0 with"));
      }
      assertThat(warnings.texts)
          .allMatch(text -> text.startsWith("the loss is no longer a finite number at step "))
          .allMatch(text -> text.endsWith(" with half the learning rate"));
    }
    assertThat(recovered).isPositive();
  }
}
