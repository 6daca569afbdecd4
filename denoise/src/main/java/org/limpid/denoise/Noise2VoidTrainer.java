package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingLoop;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.UNet;

/**
 * Learns to denoise from noisy images alone, even from a single one (Krull, Buchholz and Jug 2019,
 * "Noise2Void - Learning Denoising from Single Noisy Images").
 *
 * <p>Pixels are hidden from a network, which has to guess them from their surroundings. It can
 * guess the signal, which surroundings tell about, but not the noise, if that is independent from
 * pixel to pixel and zero on average. Noise that is alike in neighbouring pixels stays.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Denoiser denoiser = new Noise2VoidTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>Stacks of slices are learned as volumes; frames of a time series and images of one slice as
 * planes. Channels go through one network together. Immutable, thread-safe.
 */
public final class Noise2VoidTrainer {

  private static final String METHOD = "noise2void";

  private final Noise2VoidOptions options;
  private final TrainingOptions training;
  private final MaskStrategy mask;
  private final Loss loss;

  /** A trainer with default options. */
  public Noise2VoidTrainer() {
    this(Noise2VoidOptions.DEFAULT, TrainingOptions.DEFAULT);
  }

  /** A trainer with options of one's own. */
  public Noise2VoidTrainer(Noise2VoidOptions options, TrainingOptions training) {
    this(options, training, options.mask(), Loss.MEAN_SQUARED_ERROR);
  }

  private Noise2VoidTrainer(
      Noise2VoidOptions options, TrainingOptions training, MaskStrategy mask, Loss loss) {
    this.options = options;
    this.training = training;
    this.mask = mask;
    this.loss = loss;
  }

  /** The same with other options of the method, and their mask. */
  public Noise2VoidTrainer withOptions(Noise2VoidOptions value) {
    return new Noise2VoidTrainer(value, training, value.mask(), loss);
  }

  /** The same with other options of training. */
  public Noise2VoidTrainer withTraining(TrainingOptions value) {
    return new Noise2VoidTrainer(options, value, mask, loss);
  }

  /** The same with a mask of one's own instead of the one the options describe. */
  public Noise2VoidTrainer withMask(MaskStrategy value) {
    return new Noise2VoidTrainer(options, training, value, loss);
  }

  /** The same with another loss; the default is the mean squared error over hidden pixels. */
  public Noise2VoidTrainer withLoss(Loss value) {
    return new Noise2VoidTrainer(options, training, mask, value);
  }

  /**
   * Learns from images; takes minutes.
   *
   * @param images noisy, at least one, of any sizes, all with the same channels, all stacks of
   *     slices or none. Not modified.
   * @throws IllegalArgumentException if they cannot be learned from; says which and why
   * @throws org.limpid.denoise.training.TrainingDivergedException if the loss becomes infinite
   */
  public Denoiser train(Image... images) {
    return train(List.of(images), TrainingListener.NONE);
  }

  /** The same, with somebody who hears how it goes. */
  public Denoiser train(List<Image> images, TrainingListener listener) {
    return train(images, listener, () -> false);
  }

  /**
   * The same, and can be asked to end early.
   *
   * @param stop asked before every step; true ends the training, and what was learned is kept
   */
  public Denoiser train(List<Image> images, TrainingListener listener, BooleanSupplier stop) {
    TrainingData data = TrainingData.of(images, training.scaling());
    UNet network = data.network(training);
    try {
      Size3 patch = data.patch(training, network.multiple());
      PatchSampler sampler = data.sampler(training, patch);
      BlindSpotBatches batches =
          new BlindSpotBatches(sampler, mask, patch, data.volumetric(), training);
      List<HostBatch> validation = batches.validation();
      TrainingListener.Plan plan =
          new TrainingListener.Plan(
              METHOD,
              training.device().name(),
              Parameters.of(network).count(),
              data.sources().size(),
              patch,
              training.batchSize(),
              sampler.heldOut().size(),
              training.budget(),
              settings());
      NoiseModel noise = noise(images, data, validation);
      TrainingLoop loop =
          new TrainingLoop(network, Objective.of(loss), batches, validation, training)
              .knowing(noise, noise == null ? List.of() : batches.examination());
      TrainingHistory history = loop.run(plan, listener, stop);
      return new Denoiser(
          new Model(network, training.device(), data.normalization(), METHOD, describe(), history));
    } catch (RuntimeException | Error e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  /** What a model file says about how it was trained. */
  private Map<String, Object> describe() {
    Map<String, Object> map = settings();
    map.put("training", training.describe());
    return map;
  }

  private Map<String, Object> settings() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (mask.equals(options.mask())) {
      map.put("maskedPercent", options.maskedPercent());
      map.put("replacement", options.replacement().name().toLowerCase(Locale.ROOT));
      map.put("radius", options.radius());
    } else {
      map.put("mask", "custom");
    }
    map.put("loss", lossName());
    return map;
  }

  /** Against noisy pixels, a mean squared error is that against the truth plus their noise. */
  private @Nullable NoiseModel noise(
      List<Image> images, TrainingData data, List<HostBatch> validation) {
    return loss == Loss.MEAN_SQUARED_ERROR && !validation.isEmpty()
        ? TargetNoise.of(images, data.normalization())
        : null;
  }

  private String lossName() {
    if (loss == Loss.MEAN_SQUARED_ERROR) {
      return "mean_squared_error";
    }
    return loss == Loss.MEAN_ABSOLUTE_ERROR ? "mean_absolute_error" : "custom";
  }
}
