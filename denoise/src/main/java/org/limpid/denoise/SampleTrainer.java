package org.limpid.denoise;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;

/**
 * Trains by a method of one's own: say how a sample is made and what is minimised. All else is as
 * with the trainers of this library: scale, patches, augmentation, validation, checkpoints, models.
 *
 * <pre>{@code
 * SampleMaker otherShot = (images, place, random) ->
 *     Sample.of(images.cut(place), images.cut(place.in(1 - place.image())));
 * Denoiser denoiser = new SampleTrainer("two_shots", otherShot)
 *     .train(List.of(noisy, Image.read(second)));
 * }</pre>
 *
 * <p>Immutable; thread-safe if the maker is.
 */
public final class SampleTrainer {

  private final String method;
  private final SampleMaker maker;
  private final Objective objective;
  private final TrainingOptions training;

  /**
   * A trainer with default options and the mean squared error.
   *
   * @param method what model files and reports call it
   * @param maker how samples are made
   */
  public SampleTrainer(String method, SampleMaker maker) {
    this(method, maker, Objective.of(Loss.MEAN_SQUARED_ERROR), TrainingOptions.DEFAULT);
  }

  private SampleTrainer(
      String method, SampleMaker maker, Objective objective, TrainingOptions training) {
    this.method = method;
    this.maker = maker;
    this.objective = objective;
    this.training = training;
  }

  /** The same with other options of training. */
  public SampleTrainer withTraining(TrainingOptions value) {
    return new SampleTrainer(method, maker, objective, value);
  }

  /** The same with another loss. */
  public SampleTrainer withLoss(Loss value) {
    return withObjective(Objective.of(value));
  }

  /** The same with something else to minimise, which may run the network as often as it likes. */
  public SampleTrainer withObjective(Objective value) {
    return new SampleTrainer(method, maker, value, training);
  }

  /**
   * Learns from images; takes minutes.
   *
   * @param images at least one, all with the same channels, all stacks of slices or none. Not
   *     modified.
   * @throws IllegalArgumentException if they cannot be learned from; says which and why
   * @throws org.limpid.denoise.training.TrainingDivergedException if the loss becomes infinite
   */
  public Denoiser train(List<Image> images) {
    return train(images, TrainingListener.NONE, () -> false);
  }

  /**
   * The same, with somebody who hears how it goes.
   *
   * @param stop asked before every step; true ends the training, and what was learned is kept
   */
  public Denoiser train(List<Image> images, TrainingListener listener, BooleanSupplier stop) {
    TrainingData data = TrainingData.of(images, training.scaling());
    return new Fitting(method, Map.of(), training, data)
        .train(data.network(training), patch -> lesson(data, patch), listener, stop);
  }

  private Lesson lesson(TrainingData data, Size3 patch) {
    MadeSamples samples =
        new MadeSamples(
            data.sampler(training, patch),
            maker,
            training.augmentation(Augmentation.TURNS_AND_FLIPS));
    SampleBatches batches = new SampleBatches(samples, patch, data.volumetric(), training);
    return new Lesson(
        objective,
        batches,
        batches.validation(),
        Examination.none("the method is not one whose results can be judged"));
  }
}
