package org.limpid.denoise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.limpid.denoise.Fitting.Fitted;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.similar.SimilarPatches;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.StartingPoint;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;

/**
 * Learns from noisy images alone, in rounds: a first estimate of what they show gets fresh noise,
 * as strong as theirs, and the network learns to take that away again; what it then makes of the
 * images is the estimate of the next round (after Zhang et al. 2022, "IDR: Self-Supervised Image
 * Denoising via Iterative Data Refinement"). The first estimate is what Noise2Void makes of them,
 * or {@link SimilarPatches}.
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
 * model or from similar patches has rounds only. Stacks of slices are learned as volumes; frames of
 * a time series and images of one slice as planes. Estimates of all images are kept in memory.
 * Immutable, thread-safe.
 */
public final class IterativeRefinementTrainer {

  private static final String METHOD = "refinement";
  private static final int MOST_ROUNDS = 100;
  private static final Fitted NOTHING = new Fitted(new TrainingHistory(0, List.of()), List.of());
  private static final Examination LATER =
      Examination.none("results are judged once the model is made");

  /** Where the first estimates come from. */
  public enum Pilot {
    /** From what Noise2Void learns first, or from a model's weights where training starts there. */
    NOISE2VOID,
    /** From {@link SimilarPatches}, without learning. */
    SIMILAR_PATCHES
  }

  private final Pilot pilot;
  private final Noise2VoidOptions blindSpot;
  private final int rounds;
  private final TrainingOptions training;

  /** A trainer with default options: one round, from Noise2Void. */
  public IterativeRefinementTrainer() {
    this(Pilot.NOISE2VOID, Noise2VoidOptions.DEFAULT, 1, TrainingOptions.DEFAULT);
  }

  private IterativeRefinementTrainer(
      Pilot pilot, Noise2VoidOptions blindSpot, int rounds, TrainingOptions training) {
    this.pilot = pilot;
    this.blindSpot = blindSpot;
    this.rounds = rounds;
    this.training = training;
  }

  /** The same with first estimates from elsewhere. */
  public IterativeRefinementTrainer withPilot(Pilot value) {
    return new IterativeRefinementTrainer(value, blindSpot, rounds, training);
  }

  /**
   * The same with other options of Noise2Void, which comes first.
   *
   * @param value what is hidden and how; one network learns all channels
   */
  public IterativeRefinementTrainer withBlindSpot(Noise2VoidOptions value) {
    if (value.independentChannels()) {
      throw new IllegalArgumentException(
          METHOD + ": independentChannels true (expected: false). Train on channels one by one");
    }
    return new IterativeRefinementTrainer(pilot, value, rounds, training);
  }

  /** The same with another number of rounds, 1 to 100. */
  public IterativeRefinementTrainer withRounds(int value) {
    if (value < 1 || value > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          METHOD + ": rounds " + value + " (expected: 1 to " + MOST_ROUNDS + ")");
    }
    return new IterativeRefinementTrainer(pilot, blindSpot, value, training);
  }

  /** The same with other options of training. */
  public IterativeRefinementTrainer withTraining(TrainingOptions value) {
    return new IterativeRefinementTrainer(pilot, blindSpot, rounds, value);
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
    return train(images, new SimilarEstimates(images, training.device(), stop), listener, stop);
  }

  /**
   * The same with similar patches that others may have asked for already.
   *
   * @param patches asked for one estimate of each image, if the pilot is to be those
   */
  Denoiser train(
      List<Image> images,
      Supplier<List<Image>> patches,
      TrainingListener listener,
      BooleanSupplier stop) {
    TrainingData data = TrainingData.of(images, training.scaling());
    NoiseModel noise = TargetNoise.known(METHOD, images, data.normalization());
    StartingPoint start = training.start();
    int first = start == null && pilot == Pilot.NOISE2VOID ? 1 : 0;
    Stages stages = new Stages(training, first + rounds);
    Rounds told = new Rounds(listener, stages.count());
    Network network = data.network(training);
    try {
      if (start != null) {
        start.applyTo(network);
      }
      List<Image> pilots = pilots(patches, told);
      for (int stage = 0; stage < stages.count() && !told.isStopped(); stage++) {
        Fitting fitting = fitting(data, noise, stages.of(stage));
        if (stage < first) {
          told.add(blindSpot(fitting, network, told, stop));
        } else {
          List<Image> estimates =
              stage == 0 && !pilots.isEmpty()
                  ? pilots
                  : combined(estimates(fitting, network, images), pilots);
          told.add(round(fitting, estimates, noise, network, told, stop));
        }
      }
      if (!told.isStopped()) {
        stages.removeLaterCheckpoints(listener);
      }
      Denoiser denoiser = fitting(data, noise, training).denoiser(network, told.fitted());
      return Referee.judged(denoiser, images, data, training, false);
    } catch (RuntimeException | Error e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  /** Estimates without learning; none where they are not wanted. */
  private List<Image> pilots(Supplier<List<Image>> patches, TrainingListener listener) {
    if (pilot != Pilot.SIMILAR_PATCHES) {
      return List.of();
    }
    listener.remark("first estimates come from similar patches of the images");
    return patches.get();
  }

  private TrainingHistory blindSpot(
      Fitting fitting, Network network, TrainingListener listener, BooleanSupplier stop) {
    Noise2VoidTrainer trainer = new Noise2VoidTrainer(blindSpot, fitting.training());
    return fitting
        .fit(network, patch -> trainer.lesson(fitting.inputs(), patch), listener, stop)
        .history();
  }

  /** What the network makes of the images so far. */
  private static List<Image> estimates(Fitting fitting, Network network, List<Image> images) {
    Augmentation augmentation = fitting.training().augmentation(Augmentation.TURNS_AND_FLIPS);
    Denoiser denoiser =
        fitting
            .denoiser(network, NOTHING)
            .withPrediction(PredictionOptions.DEFAULT.withAveraging(orientations(augmentation)));
    return images.stream().map(denoiser::denoise).toList();
  }

  /** Means of both: their errors differ. */
  private static List<Image> combined(List<Image> learned, List<Image> patches) {
    List<Image> means = new ArrayList<>();
    for (int i = 0; i < learned.size() && !patches.isEmpty(); i++) {
      float[] mean = learned.get(i).samples();
      float[] other = patches.get(i).samples();
      for (int k = 0; k < mean.length; k++) {
        mean[k] = (mean[k] + other[k]) / 2;
      }
      means.add(learned.get(i).withSamples(mean));
    }
    return patches.isEmpty() ? learned : means;
  }

  private static TrainingHistory round(
      Fitting fitting,
      List<Image> estimates,
      NoiseModel noise,
      Network network,
      TrainingListener listener,
      BooleanSupplier stop) {
    Augmentation augmentation = fitting.training().augmentation(Augmentation.TURNS_AND_FLIPS);
    TrainingData data = fitting.inputs();
    List<PixelSource> targets = data.like(estimates).sources();
    return new SampleTraining(fitting, PairLoss.MSE, false, batches -> LATER)
        .fit(
            network,
            patch ->
                new RenoisedSamples(
                    data.sampler(fitting.training(), patch), targets, noise, augmentation),
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
    settings.put("pilot", pilot.name().toLowerCase(Locale.ROOT));
    settings.put("rounds", rounds);
    settings.put("noise", noise.describe());
    return new Fitting(METHOD, settings, options, data);
  }
}
