package org.limpid.denoise;

import java.util.List;
import java.util.Map;
import org.limpid.backend.Size3;
import org.limpid.denoise.similar.SimilarPatches;
import org.limpid.denoise.similar.SimilarReading;
import org.limpid.denoise.similar.Stabilizer;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingListener.End;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.denoise.training.TrainingListener.Reason;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.PassThrough;

/**
 * Makes a denoiser of {@link SimilarPatches}, so that it can be used and saved as learned ones are.
 * Nothing is learned but how strong noise is, from the images.
 *
 * <pre>{@code
 * Denoiser denoiser = new SimilarPatchesTrainer().train(List.of(noisy), TrainingListener.NONE);
 * denoiser.denoise(noisy).write(Path.of("clean.tif"));
 * }</pre>
 *
 * <p>Refuses noise that neighbouring pixels share, as it would be taken for texture. Stacks of
 * slices are denoised slice by slice. Of the options of training, only scaling and device count.
 * Immutable, thread-safe.
 */
public final class SimilarPatchesTrainer {

  private static final String METHOD = "similar-patches";

  private final TrainingOptions training;

  /** A trainer with default options. */
  public SimilarPatchesTrainer() {
    this(TrainingOptions.DEFAULT);
  }

  private SimilarPatchesTrainer(TrainingOptions training) {
    this.training = training;
  }

  /** The same with other options of training. */
  public SimilarPatchesTrainer withTraining(TrainingOptions value) {
    return new SimilarPatchesTrainer(value);
  }

  /**
   * Measures the noise.
   *
   * @param images noisy, at least one, all with the same channels. Not modified.
   * @throws IllegalArgumentException if neighbouring pixels share noise, or it cannot be measured
   */
  public Denoiser train(List<Image> images, TrainingListener listener) {
    long start = System.nanoTime();
    TrainingData data = TrainingData.of(images, training.scaling());
    TargetNoise.known(METHOD, images, data.normalization());
    Stabilizer noise = TargetNoise.stabilizer(images);
    Map<String, Object> settings = Map.of("noise", noise.words());
    listener.started(
        new Plan(
            METHOD,
            training.device().name(),
            0,
            data.sources().size(),
            Size3.ONE,
            0,
            0,
            training.budget(),
            settings));
    listener.ended(new End(Reason.BUDGET_SPENT, 0, Double.NaN, (System.nanoTime() - start) * 1e-9));
    return new Denoiser(
        new Model(
            new PassThrough(data.normalization().channels()),
            training.device(),
            data.normalization(),
            METHOD,
            settings,
            new TrainingHistory(0, List.of()),
            SimilarReading.of(noise, data.normalization())));
  }
}
