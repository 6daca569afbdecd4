package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.BernoulliMask;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.predict.MaskedReading;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.TrainingBatch;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.nn.Network;
import org.limpid.nn.Pass;
import org.limpid.nn.net.Self2SelfNet;
import org.limpid.nn.net.Self2SelfNetOptions;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Tensor;

/**
 * Learns to denoise from a single noisy image (Quan, Chen, Pang and Ji 2020, "Self2Self With
 * Dropout: Learning Self-Supervised Denoising From Single Image").
 *
 * <p>In every step each value is hidden with a probability, and the network has to guess what was
 * hidden. Elements are dropped at random inside the network too, in training and in prediction,
 * which averages many runs. Better than Noise2Void for a single image, and many times slower.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("face.png"));
 * Denoiser denoiser = new Self2SelfTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.png"));
 * }</pre>
 *
 * <p>Stacks of slices are learned as volumes; frames of a time series and images of one slice as
 * planes. Channels are hidden independently of each other and go through one network together.
 * Immutable, thread-safe.
 */
public final class Self2SelfTrainer {

  private static final String METHOD = "self2self";
  private static final int MOST_EXAMINED = 16;

  /** Too little to change a sum of weights, enough to make the mean of nothing 0. */
  private static final float NOTHING = 1e-30f;

  /**
   * Options of training to start from: depth 5, 48 filters, 3000 steps of one patch of 128 x 128 (x
   * 32) pixels, rate 1e-3 along a cosine, nothing held out. Published are 150,000 steps of the
   * whole image with rate 1e-4.
   */
  public static final TrainingOptions TRAINING =
      TrainingOptions.DEFAULT
          .withNetwork(UNetOptions.NOISE2NOISE)
          .withPatchSize(128, 32)
          .withBatchSize(1)
          .withBudget(Budget.steps(3000))
          .withValidationShare(0);

  private final Self2SelfOptions options;
  private final TrainingOptions training;

  /** A trainer with default options. */
  public Self2SelfTrainer() {
    this(Self2SelfOptions.DEFAULT, TRAINING);
  }

  /**
   * A trainer with options of one's own.
   *
   * @param training start from {@link #TRAINING}; of its network only depth, filters and poolDepth
   *     count
   */
  public Self2SelfTrainer(Self2SelfOptions options, TrainingOptions training) {
    this.options = options;
    this.training = training;
  }

  /** The same with other options of the method. */
  public Self2SelfTrainer withOptions(Self2SelfOptions value) {
    return new Self2SelfTrainer(value, training);
  }

  /** The same with other options of training. */
  public Self2SelfTrainer withTraining(TrainingOptions value) {
    return new Self2SelfTrainer(options, value);
  }

  /**
   * Learns from images, usually one; takes minutes to hours.
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
    int channels = data.normalization().channels();
    Self2SelfNetOptions architecture =
        options.network(training.network(), data.volumetric(), channels);
    Self2SelfNet network =
        WholeNetwork.of(
            () ->
                new Self2SelfNet(
                    architecture,
                    training.device(),
                    new RandomKey(training.seed(), Purposes.WEIGHTS, 0)));
    Reading reading = new MaskedReading(options.mask(), options.passes(), training.seed());
    return new Fitting(METHOD, settings(), training, data, data.normalization(), reading)
        .train(network, patch -> lesson(images, data, patch), listener, stop);
  }

  private Lesson lesson(List<Image> images, TrainingData data, Size3 patch) {
    PatchBatches batches =
        new PatchBatches(
            data.sampler(training, patch),
            training.augmentation(Augmentation.FLIPS),
            patch,
            data.volumetric(),
            training);
    List<HostBatch> judged = batches.examination(HiddenPrediction.SHARE);
    int passes = Math.min(options.passes(), MOST_EXAMINED);
    Examination examination =
        judged.isEmpty()
            ? Examination.none(
                "nothing is held out to judge results by, all pixels are learned from")
            : TargetNoise.examination(
                images,
                data,
                judged,
                new HiddenPrediction(options.mask(), passes, training.seed()),
                true);
    return new Lesson(
        new Hidden(options, training.seed()), batches, batches.validation(), examination);
  }

  /** What training depends on, besides its options and the network. */
  private Map<String, Object> settings() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("keep", options.mask().keep());
    if (options.mask().blocks() > 0) {
      map.put("blocks", options.mask().blocks());
      map.put("blockSide", options.mask().blockSide());
    }
    return map;
  }

  /** Mean squared error over what was hidden. */
  private record Hidden(Self2SelfOptions options, long seed) implements Objective {

    @Override
    public Tensor evaluate(Network network, TrainingBatch batch, Pass pass) {
      RandomKey drawn = pass.nextKey();
      RandomKey key = drawn == null ? new RandomKey(seed, Purposes.VALIDATION, 0) : drawn;
      Tensor mask = options.mask().draw(batch.input(), key);
      Tensor y = network.forward(BernoulliMask.shown(batch.input(), mask), pass);
      Tensor hidden =
          options.mask().isOpen()
              ? batch.weight()
              : batch.weight().multiply(mask.times(-1).plus(1));
      return options.mask().keep() < 1 || options.mask().isOpen()
          ? Loss.MEAN_SQUARED_ERROR.evaluate(y, batch.target(), hidden)
          : overSome(y.subtract(batch.target()).square(), hidden);
    }

    /** A small patch may have no hidden block at all: then there is nothing to learn. */
    private static Tensor overSome(Tensor squares, Tensor hidden) {
      return squares.multiply(hidden).sum().divide(hidden.sum().plus(NOTHING));
    }
  }
}
