package org.limpid.denoise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.IterativeRefinementTrainer.Pilot;
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
 * @param kind what it takes
 * @param recipe trains
 * @param further trains on from what it learned itself
 * @param results what it makes of the images, if somebody knows that without running it
 */
record Candidate(
    String name,
    UNetOptions network,
    Kind kind,
    Recipe recipe,
    Recipe further,
    @Nullable Supplier<List<Image>> results) {

  /** What a candidate takes. */
  enum Kind {
    /** A training from the start. */
    FRESH,
    /** One that begins with the best network of the same kind that others learned. */
    SEQUEL,
    /** None: it is made at once, and never gets better. */
    READY
  }

  /** More pixels than this take longer to look for patches in than a first answer may. */
  private static final long MOST_PIXELS = 1 << 19;

  private static final int LEAST_SIDE = 32;

  /** What similar patches take, one thread, about. */
  private static final double SECONDS_PER_SAMPLE = 1.6e-5;

  private static final double MOST_OF_BUDGET = 1 / 3.0;

  Candidate(String name, UNetOptions network, Kind kind, Recipe recipe) {
    this(name, network, kind, recipe, recipe, null);
  }

  boolean isReady() {
    return kind == Kind.READY;
  }

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
   * @param patches of the images, for all who want them
   */
  static List<Candidate> forWhiteNoise(
      TrainingOptions training,
      List<Image> images,
      boolean isKnown,
      Supplier<List<Image>> patches) {
    List<Candidate> all = new ArrayList<>();
    all.add(
        new Candidate(
            "zs-n2n",
            ZeroShotNoise2NoiseTrainer.TRAINING.network(),
            Kind.FRESH,
            (options, own, listener, stop) ->
                new ZeroShotNoise2NoiseTrainer(options).train(own, listener, stop)));
    all.add(
        new Candidate(
            "neighbor2neighbor",
            training.network(),
            Kind.FRESH,
            (options, own, listener, stop) ->
                new Neighbor2NeighborTrainer().withTraining(options).train(own, listener, stop)));
    // After the others, as the last one is taken where nobody can tell.
    all.add(
        new Candidate(
            "noise2void",
            training.network(),
            Kind.FRESH,
            (options, own, listener, stop) ->
                new Noise2VoidTrainer().withTraining(options).train(own, listener, stop)));
    Recipe refinement =
        (options, own, listener, stop) ->
            new IterativeRefinementTrainer().withTraining(options).train(own, listener, stop);
    if (isKnown) {
      all.add(new Candidate("refinement", training.network(), Kind.SEQUEL, refinement));
    }
    if (isKnown && isSmall(images)) {
      Recipe similar =
          (options, own, listener, stop) ->
              new IterativeRefinementTrainer()
                  .withPilot(Pilot.SIMILAR_PATCHES)
                  .withTraining(options)
                  .train(own, patches, listener, stop);
      if (isQuick(images, training)) {
        Recipe ready =
            (options, own, listener, stop) ->
                new SimilarPatchesTrainer().withTraining(options).train(own, listener);
        all.add(
            new Candidate(
                "similar-patches", training.network(), Kind.READY, ready, ready, patches));
      }
      // Once is enough: then it goes on from what the network makes of the images.
      all.add(
          new Candidate(
              "refinement of similar patches",
              training.network(),
              Kind.SEQUEL,
              similar,
              refinement,
              null));
    }
    return all;
  }

  private static boolean isSmall(List<Image> images) {
    int side = Integer.MAX_VALUE;
    for (Image image : images) {
      side = Math.min(side, Math.min(image.height(), image.width()));
    }
    return pixels(images) <= MOST_PIXELS && side >= LEAST_SIDE;
  }

  /** Whether looking for similar patches leaves most of the budget to the others. */
  private static boolean isQuick(List<Image> images, TrainingOptions training) {
    Duration time = training.budget().time();
    double samples = (double) pixels(images) * images.get(0).channels();
    int runs = 1 + Referee.slowPatterns(pixels(images));
    double seconds = runs * SECONDS_PER_SAMPLE * samples / training.device().threads();
    return time == null || seconds * 1000 <= MOST_OF_BUDGET * time.toMillis();
  }

  private static long pixels(List<Image> images) {
    long pixels = 0;
    for (Image image : images) {
      pixels += (long) image.frames() * image.depth() * image.height() * image.width();
    }
    return pixels;
  }

  /** For noise that is alike in neighbouring pixels: a blind spot of the shape that it has. */
  static Candidate forStructure(TrainingOptions training, String pattern) {
    Noise2VoidOptions options = Noise2VoidOptions.UNIFORM.withPattern(Pattern.parse(pattern));
    return new Candidate(
        "noise2void",
        training.network(),
        Kind.FRESH,
        (changed, images, listener, stop) ->
            new Noise2VoidTrainer(options, changed.withAugmentation(false))
                .train(images, listener, stop));
  }
}
