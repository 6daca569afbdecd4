package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.DrawnPercentiles;
import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.Selection;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/**
 * Learns from noisy images and their clean counterparts (Weigert et al. 2018, "Content-aware image
 * restoration", CARE).
 *
 * <p>What comes out is on the scale of the targets: images taken with little light become as bright
 * as those taken with much. Each side is brought to the network's scale by percentiles of its own,
 * the same for all images; only where targets are noisy or show something else is another method
 * the better one.
 *
 * <pre>{@code
 * List<ImagePair> pairs = ImagePair.read(Path.of("low-light"), Path.of("bright"));
 * Denoiser denoiser = new SupervisedTrainer().train(pairs);
 * }</pre>
 *
 * <p>Since targets are clean, validation tells which weights are best: {@link #DEFAULT_TRAINING}
 * takes those, if there are pixels enough to hold some out. The network learns the difference
 * between input and target ({@code residual}), except with {@link PairLoss#LAPLACE}, which has two
 * outputs. Immutable, thread-safe.
 */
public final class SupervisedTrainer {

  private static final String METHOD = "supervised";
  private static final Examination CLEAN =
      Examination.none("targets are clean, so the validation loss itself tells the error");

  /**
   * As for all trainers, with a residual network, scaled by percentiles 2 and 99.8, and with the
   * weights that validate best.
   */
  public static final TrainingOptions DEFAULT_TRAINING =
      TrainingOptions.DEFAULT
          .withNetwork(TrainingOptions.DEFAULT.network().withResidual(true))
          .withScaling(Scaling.percentiles(2, 99.8))
          .withSelection(Selection.BEST);

  private final SupervisedOptions options;
  private final TrainingOptions training;

  /** A trainer with default options. */
  public SupervisedTrainer() {
    this(SupervisedOptions.DEFAULT, DEFAULT_TRAINING);
  }

  /** A trainer with options of one's own. */
  public SupervisedTrainer(SupervisedOptions options, TrainingOptions training) {
    this.options = options;
    this.training = training;
  }

  /** The same with other options of the method. */
  public SupervisedTrainer withOptions(SupervisedOptions value) {
    return new SupervisedTrainer(value, training);
  }

  /** The same with other options of training. */
  public SupervisedTrainer withTraining(TrainingOptions value) {
    return new SupervisedTrainer(options, value);
  }

  /**
   * Learns from pairs; takes minutes.
   *
   * @param pairs noisy and clean, at least one, of any sizes, all with the same channels, all
   *     stacks of slices or none. Not modified.
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
    TrainingPairs data = TrainingPairs.apart(pairs, training.scaling(), training.targetScaling());
    boolean residual = training.network().residual() && options.loss().outputsPerChannel() == 1;
    TrainingOptions own = training.withNetwork(training.network().withResidual(residual));
    Fitting fitting =
        new Fitting(
            METHOD, settings(), own, data.inputs(), data.targets().normalization(), Reading.DIRECT);
    return new SampleTraining(fitting, options.loss(), true, batches -> CLEAN)
        .train(patch -> samples(data, patch), listener, stop);
  }

  private SampleSource samples(TrainingPairs data, Size3 patch) {
    PairSamples pairs =
        new PairSamples(
            data.inputs().sampler(training, patch),
            data.targets().sources(),
            false,
            training.augmentation(Augmentation.TURNS_AND_FLIPS));
    return options.drawnPercentiles() || options.foreground() > 0
        ? new CareSamples(
            pairs,
            DrawnPercentiles.of(data.inputs().sources()),
            DrawnPercentiles.of(data.targets().sources()),
            data.targets().normalization(),
            options)
        : pairs;
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("loss", options.loss().name().toLowerCase(Locale.ROOT));
    if (options.drawnPercentiles()) {
      settings.put("drawnPercentiles", true);
    }
    if (options.foreground() > 0) {
      settings.put("foreground", options.foreground());
    }
    return settings;
  }
}
