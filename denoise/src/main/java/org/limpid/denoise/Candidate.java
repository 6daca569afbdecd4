package org.limpid.denoise;

import java.util.ArrayList;
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
 * @param isSequel whether it begins with the best network of the same kind that others learned
 * @param recipe trains
 */
record Candidate(String name, UNetOptions network, boolean isSequel, Recipe recipe) {

  /** Trains on images. */
  @FunctionalInterface
  interface Recipe {
    Denoiser train(
        TrainingOptions options,
        List<Image> images,
        TrainingListener listener,
        BooleanSupplier stop);
  }

  /**
   * For noise that is independent from pixel to pixel: the quickest first, each tried once.
   *
   * @param isKnown whether its strength can be measured, so that it can be made again
   */
  static List<Candidate> forWhiteNoise(TrainingOptions training, boolean isKnown) {
    List<Candidate> all = new ArrayList<>();
    all.add(
        new Candidate(
            "zs-n2n",
            ZeroShotNoise2NoiseTrainer.TRAINING.network(),
            false,
            (options, images, listener, stop) ->
                new ZeroShotNoise2NoiseTrainer(options).train(images, listener, stop)));
    all.add(
        new Candidate(
            "neighbor2neighbor",
            training.network(),
            false,
            (options, images, listener, stop) ->
                new Neighbor2NeighborTrainer()
                    .withTraining(options)
                    .train(images, listener, stop)));
    // After the others, as the last one is taken where nobody can tell.
    all.add(
        new Candidate(
            "noise2void",
            training.network(),
            false,
            (options, images, listener, stop) ->
                new Noise2VoidTrainer().withTraining(options).train(images, listener, stop)));
    if (isKnown) {
      all.add(
          new Candidate(
              "refinement",
              training.network(),
              true,
              (options, images, listener, stop) ->
                  new IterativeRefinementTrainer()
                      .withTraining(options)
                      .train(images, listener, stop)));
    }
    return all;
  }

  /** For noise that is alike in neighbouring pixels: a blind spot of the shape that it has. */
  static Candidate forStructure(TrainingOptions training, String pattern) {
    Noise2VoidOptions options = Noise2VoidOptions.UNIFORM.withPattern(Pattern.parse(pattern));
    return new Candidate(
        "noise2void",
        training.network(),
        false,
        (changed, images, listener, stop) ->
            new Noise2VoidTrainer(options, changed.withAugmentation(false))
                .train(images, listener, stop));
  }
}
