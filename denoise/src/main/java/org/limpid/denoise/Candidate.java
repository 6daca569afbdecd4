package org.limpid.denoise;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;

/**
 * A way of learning that {@link AutoTrainer} may choose. To offer one more, add it to {@link
 * #forWhiteNoise}.
 *
 * @param name of the method
 * @param network what it is learned with
 * @param recipe trains
 */
record Candidate(String name, UNetOptions network, Recipe recipe) {

  /** Trains on images. */
  @FunctionalInterface
  interface Recipe {
    Denoiser train(
        TrainingOptions options,
        List<Image> images,
        TrainingListener listener,
        BooleanSupplier stop);
  }

  /** For noise that is independent from pixel to pixel: the quickest first, each tried once. */
  static List<Candidate> forWhiteNoise(TrainingOptions training) {
    return List.of(
        new Candidate(
            "zs-n2n",
            ZeroShotNoise2NoiseTrainer.TRAINING.network(),
            (options, images, listener, stop) ->
                new ZeroShotNoise2NoiseTrainer(options).train(images, listener, stop)),
        new Candidate(
            "noise2void",
            training.network(),
            (options, images, listener, stop) ->
                new Noise2VoidTrainer().withTraining(options).train(images, listener, stop)));
  }

  /** For noise that is alike in neighbouring pixels: a blind spot of the shape that it has. */
  static Candidate forStructure(TrainingOptions training, String pattern) {
    Noise2VoidOptions options = Noise2VoidOptions.UNIFORM.withPattern(Pattern.parse(pattern));
    return new Candidate(
        "noise2void",
        training.network(),
        (changed, images, listener, stop) ->
            new Noise2VoidTrainer(options, changed.withAugmentation(false))
                .train(images, listener, stop));
  }
}
