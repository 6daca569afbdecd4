package org.limpid.denoise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.HeldOutExamination;
import org.limpid.denoise.training.HeldOutExamination.Prediction;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/**
 * Learns to denoise from pairs of noisy images of the same scene (Lehtinen et al. 2018,
 * "Noise2Noise: Learning Image Restoration without Clean Data").
 *
 * <p>A network is shown one image of a pair and asked for the other. It cannot guess the other's
 * noise if that is independent of its own image; the best it can do is give the value that the loss
 * calls the middle of all noisy ones. The noise may be of any kind, alike in neighbouring pixels
 * too; the two images must show the same thing at the same place.
 *
 * <pre>{@code
 * List<ImagePair> pairs = FramePairs.ADJACENT.of(Image.read(Path.of("movie.tif")));
 * Denoiser denoiser = new Noise2NoiseTrainer().train(pairs);
 * }</pre>
 *
 * <p>Immutable, thread-safe.
 */
public final class Noise2NoiseTrainer {

  private static final String METHOD = "noise2noise";
  private static final int PAIRS_TO_MEASURE = 64;

  private final Noise2NoiseOptions options;
  private final TrainingOptions training;

  /** A trainer with default options. */
  public Noise2NoiseTrainer() {
    this(Noise2NoiseOptions.DEFAULT, TrainingOptions.DEFAULT);
  }

  /** A trainer with options of one's own. */
  public Noise2NoiseTrainer(Noise2NoiseOptions options, TrainingOptions training) {
    this.options = options;
    this.training = training;
  }

  /** The same with other options of the method. */
  public Noise2NoiseTrainer withOptions(Noise2NoiseOptions value) {
    return new Noise2NoiseTrainer(value, training);
  }

  /** The same with other options of training. */
  public Noise2NoiseTrainer withTraining(TrainingOptions value) {
    return new Noise2NoiseTrainer(options, value);
  }

  /**
   * Learns from pairs; takes minutes.
   *
   * @param pairs at least one, of any sizes, all with the same channels, all stacks of slices or
   *     none. Not modified.
   * @throws IllegalArgumentException if they cannot be learned from; says which and why
   * @throws org.limpid.denoise.training.TrainingDivergedException if the loss becomes infinite
   */
  public Denoiser train(List<ImagePair> pairs) {
    return train(pairs, TrainingListener.NONE, () -> false);
  }

  /**
   * The same, with somebody who hears how it goes.
   *
   * @param stop asked before every step; true ends the training, and what was learned is kept
   */
  public Denoiser train(List<ImagePair> pairs, TrainingListener listener, BooleanSupplier stop) {
    TrainingPairs data = TrainingPairs.alike(pairs, training.scaling());
    return job(data.inputs())
        .train(
            patch ->
                new PairSamples(
                    data.inputs().sampler(training, patch),
                    data.targets().sources(),
                    options.swap(),
                    training.augmentation(Augmentation.TURNS_AND_FLIPS)),
            listener,
            stop);
  }

  /**
   * Learns from pairs that are made up as they are needed, each used once. Their scale is taken
   * from the first 64.
   *
   * @throws IllegalArgumentException if a pair cannot be learned from
   */
  public Denoiser train(PairGenerator generator) {
    return train(generator, TrainingListener.NONE, () -> false);
  }

  /** The same, with somebody who hears how it goes, and can be asked to end early. */
  public Denoiser train(PairGenerator generator, TrainingListener listener, BooleanSupplier stop) {
    List<ImagePair> first = new ArrayList<>();
    for (int i = 0; i < PAIRS_TO_MEASURE; i++) {
      first.add(generator.pair(new RandomKey(training.seed(), Purposes.SCALE, i)));
    }
    TrainingData data = TrainingPairs.alike(first, training.scaling()).inputs();
    int heldOut = training.validationShare() > 0 ? PAIRS_TO_MEASURE : 0;
    return job(data)
        .train(
            patch ->
                new GeneratedPairs(
                    generator,
                    data.normalization(),
                    patch,
                    training.augmentation(Augmentation.TURNS_AND_FLIPS),
                    heldOut),
            listener,
            stop);
  }

  /** Shots whose noise is equally strong tell by their difference how strong. */
  private Examination examination(SampleBatches batches) {
    if (!options.swap()) {
      return Examination.none("the two images of a pair may have unequal noise");
    }
    if (options.loss().outputsPerChannel() > 1) {
      return Examination.none("the loss has outputs besides the result");
    }
    return new HeldOutExamination(
        batches.validation(),
        HeldOutExamination.PAIRS,
        Prediction.ONE_RUN,
        options.loss() == PairLoss.MSE);
  }

  private SampleTraining job(TrainingData inputs) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("loss", options.loss().name().toLowerCase(Locale.ROOT));
    settings.put("swap", options.swap());
    return new SampleTraining(
        new Fitting(METHOD, settings, training, inputs), options.loss(), false, this::examination);
  }
}
