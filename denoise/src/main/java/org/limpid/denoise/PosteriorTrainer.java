package org.limpid.denoise;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.predict.PosteriorReading;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.HeldOutExamination.Prediction;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Loss;
import org.limpid.tensor.Tensor;

/**
 * Learns from noisy images alone, as {@link Noise2VoidTrainer} does, and uses the pixel that it
 * hides (Laine et al. 2019, "High-Quality Self-Supervised Deep Image Denoising").
 *
 * <p>From the surroundings of a hidden pixel a network learns two values: the mean of what it may
 * be, and how far it may be from that. Where it may be far, at edges and in details, the measured
 * pixel tells more than its surroundings; how much its noise allows it to tell follows from the
 * noise, whose variance at each brightness is measured on the images. Both are combined by {@link
 * PosteriorReading}.
 *
 * <p>Noise that neighbouring pixels share stays, as with Noise2Void, and makes nonsense of what is
 * known about the noise; it is refused.
 *
 * <pre>{@code
 * Image noisy = Image.read(Path.of("cells.tif"));
 * Denoiser denoiser = new PosteriorTrainer().train(noisy);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>Stacks of slices are learned as volumes; frames of a time series and images of one slice as
 * planes. Immutable, thread-safe.
 */
public final class PosteriorTrainer {

  private static final String METHOD = "posterior";
  private static final float NOTHING = 1e-30f;

  private final Noise2VoidOptions options;
  private final TrainingOptions training;

  /** A trainer with default options. */
  public PosteriorTrainer() {
    this(Noise2VoidOptions.UNIFORM, TrainingOptions.DEFAULT);
  }

  /**
   * A trainer with options of one's own.
   *
   * @param options what is hidden and how; one network learns all channels
   */
  public PosteriorTrainer(Noise2VoidOptions options, TrainingOptions training) {
    if (options.independentChannels()) {
      throw new IllegalArgumentException(
          METHOD + ": independentChannels true (expected: false). Train on channels one by one");
    }
    this.options = options;
    this.training = training;
  }

  /** The same with other options of what is hidden. */
  public PosteriorTrainer withOptions(Noise2VoidOptions value) {
    return new PosteriorTrainer(value, training);
  }

  /** The same with other options of training. */
  public PosteriorTrainer withTraining(TrainingOptions value) {
    return new PosteriorTrainer(options, value);
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
    Noise2VoidTrainer blindSpot = new Noise2VoidTrainer(options, training);
    TrainingData data = TrainingData.of(images, training.scaling());
    NoiseModel noise = TargetNoise.known(METHOD, images, data.normalization());
    PosteriorReading reading =
        new PosteriorReading(noise.offsets(), noise.slopes(), noise.floors());
    Map<String, Object> settings = blindSpot.settings();
    settings.put("loss", "gaussian_likelihood");
    return new Fitting(METHOD, settings, training, data, data.normalization(), reading)
        .train(
            data.network(training, 2),
            patch -> lesson(images, data, blindSpot.batches(data, patch), reading),
            listener,
            stop);
  }

  /** Results use the pixels they are judged by, so what is expected of hidden ones is judged. */
  private static Lesson lesson(
      List<Image> images, TrainingData data, BlindSpotBatches batches, PosteriorReading reading) {
    List<HostBatch> judged = batches.examination();
    Prediction mean = (network, batch) -> reading.mean(Prediction.ONE_RUN.of(network, batch));
    Examination examination =
        judged.isEmpty()
            ? Examination.none("nothing is held out to judge results by")
            : TargetNoise.examination(images, data, judged, mean, false);
    return new Lesson(likelihood(reading), batches, batches.validation(), examination);
  }

  /** Minus twice the logarithm of how likely noisy values are, but for a constant. */
  private static Objective likelihood(PosteriorReading reading) {
    Loss loss =
        Loss.pixelwise(
            (output, target, weight) -> {
              Tensor mean = reading.mean(output);
              Tensor variance = reading.spread(output).add(reading.noise(mean.detach()));
              Tensor miss = mean.subtract(target).square();
              return miss.divide(variance)
                  .add(variance.log())
                  .multiply(weight)
                  .sum()
                  .divide(weight.sum().plus(NOTHING));
            });
    return Objective.of(loss);
  }
}
