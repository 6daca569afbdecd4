package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.Fitting.Fitted;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.StartingPoint;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;

/**
 * Learns from noisy images alone, in rounds: what Noise2Void makes of them gets fresh noise, as
 * strong as theirs, and the network learns to take that away again; what it then makes of the
 * images is the estimate of the next round (after Zhang et al. 2022, "IDR: Self-Supervised Image
 * Denoising via Iterative Data Refinement").
 *
 * <p>Noise2Void learns from few hidden pixels a step, and from noisy ones. In a round every pixel
 * counts and no target is noisy, so that a step teaches more, and the network may use the pixel
 * itself. What estimates have lost stays lost.
 *
 * <p>How strong noise is at each brightness is measured on the images. Noise that neighbouring
 * pixels share cannot be made again in this way and is refused.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Denoiser denoiser = new IterativeRefinementTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>The budget is divided evenly among Noise2Void and the rounds; a training that starts from a
 * model has rounds only. Stacks of slices are learned as volumes; frames of a time series and
 * images of one slice as planes. Estimates of all images are kept in memory. Immutable,
 * thread-safe.
 */
public final class IterativeRefinementTrainer {

  private static final String METHOD = "refinement";
  private static final int MOST_ROUNDS = 100;
  private static final Fitted NOTHING = new Fitted(new TrainingHistory(0, List.of()), List.of());
  private static final Examination UNJUDGED =
      Examination.none("no pixel is hidden from the network that it could be judged by");

  private final int rounds;
  private final TrainingOptions training;

  /** A trainer with default options: one round. */
  public IterativeRefinementTrainer() {
    this(1, TrainingOptions.DEFAULT);
  }

  private IterativeRefinementTrainer(int rounds, TrainingOptions training) {
    this.rounds = rounds;
    this.training = training;
  }

  /** The same with another number of rounds, 1 to 100. */
  public IterativeRefinementTrainer withRounds(int value) {
    if (value < 1 || value > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          METHOD + ": rounds " + value + " (expected: 1 to " + MOST_ROUNDS + ")");
    }
    return new IterativeRefinementTrainer(value, training);
  }

  /** The same with other options of training. */
  public IterativeRefinementTrainer withTraining(TrainingOptions value) {
    return new IterativeRefinementTrainer(rounds, value);
  }

  /**
   * Learns from images; takes minutes.
   *
   * @param images noisy, at least one, of any sizes, all with the same channels, all stacks of
   *     slices or none. Not modified.
   * @throws IllegalArgumentException if they cannot be learned from, or neighbouring pixels share
   *     noise; says which and why
   * @throws org.limpid.denoise.training.TrainingDivergedException if the loss becomes infinite
   */
  public Denoiser train(Image... images) {
    return train(List.of(images), TrainingListener.NONE, () -> false);
  }

  /**
   * The same, with somebody who hears how it goes.
   *
   * @param stop asked before every step; true ends the training, and what was learned is kept
   */
  public Denoiser train(List<Image> images, TrainingListener listener, BooleanSupplier stop) {
    TrainingData data = TrainingData.of(images, training.scaling());
    NoiseModel noise = TargetNoise.known(METHOD, images, data.normalization());
    StartingPoint start = training.start();
    int first = start == null ? 1 : 0;
    Stages stages = new Stages(training, first + rounds);
    Rounds told = new Rounds(listener, stages.count());
    Network network = data.network(training);
    try {
      if (start != null) {
        start.applyTo(network);
      }
      for (int stage = 0; stage < stages.count() && !told.isStopped(); stage++) {
        Fitting fitting = fitting(data, noise, stages.of(stage));
        told.add(
            stage < first
                ? blindSpot(fitting, images, network, told, stop)
                : round(fitting, images, noise, network, told, stop));
      }
      if (!told.isStopped()) {
        stages.removeLaterCheckpoints(listener);
      }
      return fitting(data, noise, training).denoiser(network, told.fitted());
    } catch (RuntimeException | Error e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  private static TrainingHistory blindSpot(
      Fitting fitting,
      List<Image> images,
      Network network,
      TrainingListener listener,
      BooleanSupplier stop) {
    Noise2VoidTrainer trainer = new Noise2VoidTrainer().withTraining(fitting.training());
    return fitting
        .fit(network, patch -> trainer.lesson(fitting.inputs(), patch), listener, stop)
        .history();
  }

  private static TrainingHistory round(
      Fitting fitting,
      List<Image> images,
      NoiseModel noise,
      Network network,
      TrainingListener listener,
      BooleanSupplier stop) {
    Augmentation augmentation = fitting.training().augmentation(Augmentation.TURNS_AND_FLIPS);
    Denoiser denoiser =
        fitting
            .denoiser(network, NOTHING)
            .withPrediction(PredictionOptions.DEFAULT.withAveraging(orientations(augmentation)));
    TrainingData data = fitting.inputs();
    List<PixelSource> estimates =
        data.like(images.stream().map(denoiser::denoise).toList()).sources();
    return new SampleTraining(fitting, PairLoss.MSE, false, batches -> UNJUDGED)
        .fit(
            network,
            patch ->
                new RenoisedSamples(
                    data.sampler(fitting.training(), patch), estimates, noise, augmentation),
            listener,
            stop)
        .history();
  }

  /** Those in which images may be seen that are augmented so. */
  private static Symmetries orientations(Augmentation augmentation) {
    if (augmentation.equals(Augmentation.NONE)) {
      return Symmetries.NONE;
    }
    return augmentation.keepsDirections() ? Symmetries.FLIPS : Symmetries.TURNS_AND_FLIPS;
  }

  private Fitting fitting(TrainingData data, NoiseModel noise, TrainingOptions options) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("noise", noise.describe());
    return new Fitting(METHOD, settings, options, data);
  }
}
