package org.limpid.denoise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.Fitting.Fitted;
import org.limpid.denoise.NeuralEggSeparationOptions.Start;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;

/**
 * Learns to take clutter away that adds to what is of interest, from images of both together and
 * images of clutter alone (Halperin, Ephrat and Hoshen 2019, "Neural separation of observed and
 * unobserved distributions").
 *
 * <p>What is of interest is never seen alone. An estimate of it, with clutter added, is what a
 * network is trained on; the network then gives better estimates for the next round.
 *
 * <pre>{@code
 * Denoiser denoiser = new NeuralEggSeparationTrainer().train(mixtures, clutter);
 * Image cells = denoiser.denoise(mixtures.get(0));
 * }</pre>
 *
 * <p>Immutable, thread-safe.
 */
public final class NeuralEggSeparationTrainer {

  private static final String METHOD = "nes";
  private static final Fitted NOTHING = new Fitted(new TrainingHistory(0, List.of()), List.of());
  private static final Examination UNSEEN =
      Examination.none("what is of interest is never seen alone, not even with noise");

  private final NeuralEggSeparationOptions options;
  private final TrainingOptions training;

  /** A trainer with default options. */
  public NeuralEggSeparationTrainer() {
    this(NeuralEggSeparationOptions.DEFAULT, TrainingOptions.DEFAULT);
  }

  /** A trainer with options of one's own. */
  public NeuralEggSeparationTrainer(NeuralEggSeparationOptions options, TrainingOptions training) {
    this.options = options;
    this.training = training;
  }

  /** The same with other options of the method. */
  public NeuralEggSeparationTrainer withOptions(NeuralEggSeparationOptions value) {
    return new NeuralEggSeparationTrainer(value, training);
  }

  /** The same with other options of training. */
  public NeuralEggSeparationTrainer withTraining(TrainingOptions value) {
    return new NeuralEggSeparationTrainer(options, value);
  }

  /**
   * Learns from images; takes minutes.
   *
   * @param mixtures what is of interest together with clutter; at least one, of any sizes, all with
   *     the same channels, all stacks of slices or none. Not modified.
   * @param clutter clutter alone, likewise, with a background of 0; patches larger than such an
   *     image see it mirrored. Not modified.
   * @throws IllegalArgumentException if they cannot be learned from; says which and why
   * @throws org.limpid.denoise.training.TrainingDivergedException if the loss becomes infinite
   */
  public Denoiser train(List<Image> mixtures, List<Image> clutter) {
    return train(mixtures, clutter, TrainingListener.NONE, () -> false);
  }

  /**
   * The same, with somebody who hears how it goes.
   *
   * @param stop asked before every step; true ends the training, and what was learned is kept
   */
  public Denoiser train(
      List<Image> mixtures, List<Image> clutter, TrainingListener listener, BooleanSupplier stop) {
    TrainingData data = TrainingData.of(mixtures, training.scaling());
    List<PixelSource> added = clutterFor(data, clutter);
    boolean isOneShot = options.start() == Start.ONE_SHOT;
    int trainings = options.rounds() + (isOneShot ? 1 : 0);
    Stages stages = new Stages(training, trainings);
    Rounds rounds = new Rounds(listener, trainings);
    Network network = job(data, training).network();
    try {
      for (int round = 0; round < trainings && !rounds.isStopped(); round++) {
        TrainingData estimates =
            round > 0
                ? data.like(
                    denoised(mixtures, job(data, training).fitting().denoiser(network, NOTHING)))
                : isOneShot ? data : data.like(halves(mixtures));
        int layers = round == 0 && isOneShot ? 2 : 1;
        rounds.add(
            job(data, stages.of(round))
                .fit(
                    network,
                    patch ->
                        new MixedSamples(
                            estimates.sampler(training, patch),
                            added,
                            layers,
                            training.augmentation(Augmentation.TURNS_AND_FLIPS)),
                    rounds,
                    stop)
                .history());
      }
      if (!rounds.isStopped()) {
        stages.removeLaterCheckpoints(listener);
      }
      return job(data, training).fitting().denoiser(network, rounds.fitted());
    } catch (RuntimeException | Error e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  private SampleTraining job(TrainingData data, TrainingOptions changed) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("start", options.start().name().toLowerCase(Locale.ROOT));
    settings.put("rounds", options.rounds());
    settings.put("loss", options.loss().name().toLowerCase(Locale.ROOT));
    return new SampleTraining(
        new Fitting(METHOD, settings, changed, data), options.loss(), false, batches -> UNSEEN);
  }

  /** Clutter on the scale of the mixtures, but with 0 as 0, so that it can be added. */
  private static List<PixelSource> clutterFor(TrainingData data, List<Image> clutter) {
    if (clutter.isEmpty()) {
      throw new IllegalArgumentException("train: no images of clutter (expected: at least one)");
    }
    int channels = data.normalization().channels();
    Normalization scale =
        new Normalization(Collections.nCopies(channels, 0.0), data.normalization().deviations());
    List<PixelSource> sources = new ArrayList<>();
    for (int i = 0; i < clutter.size(); i++) {
      Image image = clutter.get(i);
      if (image.channels() != channels || image.depth() > 1 != data.volumetric()) {
        throw new IllegalArgumentException(
            "train: clutter "
                + i
                + " is "
                + image
                + " (expected: as the mixtures, "
                + channels
                + (channels == 1 ? " channel" : " channels")
                + (data.volumetric() ? ", stacks of slices)" : ", single slices)"));
      }
      Frames.toLearn("train", "clutter " + i, image, data.volumetric())
          .forEach(source -> sources.add(scale.over(source)));
    }
    return sources;
  }

  private static List<Image> denoised(List<Image> mixtures, Denoiser denoiser) {
    return mixtures.stream().map(denoiser::denoise).toList();
  }

  private static List<Image> halves(List<Image> mixtures) {
    List<Image> halves = new ArrayList<>();
    for (Image mixture : mixtures) {
      float[] samples = mixture.samples();
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= 0.5f;
      }
      halves.add(mixture.withSamples(samples));
    }
    return halves;
  }
}
