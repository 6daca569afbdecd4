package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.net.Pooling;
import org.limpid.nn.net.UNetOptions;

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
 * planes. Channels go through one network together, unless the options give each its own.
 * Immutable, thread-safe.
 */
public final class Noise2VoidTrainer {

  private static final String METHOD = "noise2void";

  private final String method;
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
    this(METHOD, options, training, options.mask(), Loss.MEAN_SQUARED_ERROR);
  }

  /**
   * A trainer for N2V2 (Höck et al. 2022, "N2V2 - Fixing Noise2Void Checkerboard Artifacts"):
   * pooling is blurred, nothing skips over at full resolution, replacements are medians.
   *
   * @param training of its network, pooling, top skip and residual are set
   */
  public static Noise2VoidTrainer n2v2(TrainingOptions training) {
    UNetOptions network =
        training.network().withPooling(Pooling.MAX_BLUR).withTopSkip(false).withResidual(false);
    Noise2VoidOptions options = Noise2VoidOptions.N2V2;
    return new Noise2VoidTrainer(
        "n2v2", options, training.withNetwork(network), options.mask(), Loss.MEAN_SQUARED_ERROR);
  }

  private Noise2VoidTrainer(
      String method,
      Noise2VoidOptions options,
      TrainingOptions training,
      MaskStrategy mask,
      Loss loss) {
    this.method = method;
    this.options = options;
    this.training = training;
    this.mask = mask;
    this.loss = loss;
  }

  /** The same with other options of the method, and their mask. */
  public Noise2VoidTrainer withOptions(Noise2VoidOptions value) {
    return new Noise2VoidTrainer(method, value, training, value.mask(), loss);
  }

  /** The same with other options of training. */
  public Noise2VoidTrainer withTraining(TrainingOptions value) {
    return new Noise2VoidTrainer(method, options, value, mask, loss);
  }

  /** The same with a mask of one's own instead of the one the options describe. */
  public Noise2VoidTrainer withMask(MaskStrategy value) {
    return new Noise2VoidTrainer(method, options, training, value, loss);
  }

  /** The same with another loss; the default is the mean squared error over hidden pixels. */
  public Noise2VoidTrainer withLoss(Loss value) {
    return new Noise2VoidTrainer(method, options, training, mask, value);
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
    checkPattern();
    TrainingData data = TrainingData.of(images, training.scaling());
    Network network =
        options.independentChannels() ? data.networks(training) : data.network(training);
    Denoiser denoiser =
        new Fitting(method, settings(), training, data)
            .train(network, patch -> lesson(data, patch), listener, stop);
    boolean isSquared = loss == Loss.MEAN_SQUARED_ERROR;
    return Referee.judged(denoiser, images, data, training, isSquared);
  }

  /**
   * What a network is to learn; its results are judged once it is made, as they are used.
   *
   * @param patch extents of a patch
   */
  Lesson lesson(TrainingData data, Size3 patch) {
    BlindSpotBatches batches = batches(data, patch);
    Examination later = Examination.none("results are judged once the model is made");
    return new Lesson(Objective.of(loss), batches, batches.validation(), later);
  }

  /** Patches in which pixels are hidden. */
  BlindSpotBatches batches(TrainingData data, Size3 patch) {
    PatchSampler sampler = data.sampler(training, patch);
    return new BlindSpotBatches(sampler, mask, patch, data.volumetric(), training);
  }

  /** A pattern has to lie in patches as it lies in images. */
  private void checkPattern() {
    Augmentation augmentation = training.augmentation(Augmentation.TURNS_AND_FLIPS);
    boolean isKept =
        !training.augmentation()
            || options.pattern().isSymmetric()
            || augmentation.keepsDirections() && isMirrored(options.pattern());
    if (!isKept) {
      throw new IllegalArgumentException(
          method
              + ": augmentation turns and flips patches, which changes the pattern "
              + options.pattern()
              + " (expected: augmentation that leaves it as it is, such as none)");
    }
  }

  /** Whether flips, though perhaps not turns, leave a pattern as it is. */
  private static boolean isMirrored(Pattern pattern) {
    return Symmetries.FLIPS.orientations().stream()
        .allMatch(flip -> pattern.oriented(flip).equals(pattern));
  }

  Map<String, Object> settings() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (mask.equals(options.mask())) {
      map.put("maskedPercent", options.maskedPercent());
      map.put("replacement", options.replacement().name().toLowerCase(Locale.ROOT));
      map.put("radius", options.radius());
      map.put("pattern", options.pattern().toString());
    } else {
      map.put("mask", "custom");
    }
    map.put("independentChannels", options.independentChannels());
    map.put("loss", lossName());
    return map;
  }

  private String lossName() {
    if (loss == Loss.MEAN_SQUARED_ERROR) {
      return "mean_squared_error";
    }
    return loss == Loss.MEAN_ABSOLUTE_ERROR ? "mean_absolute_error" : "custom";
  }
}
