package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.training.TrainingOptions;

/** Hides pixels and guesses them from their surroundings. */
record Noise2VoidMethod(BlindSpotArguments blindSpot) implements Method {

  @Override
  public String name() {
    return "noise2void";
  }

  @Override
  public String summary() {
    return "from noisy images alone, if the noise of a pixel tells nothing about its neighbours'";
  }

  @Override
  public List<Object> arguments() {
    return List.of(blindSpot);
  }

  @Override
  public Learner learner(Inputs inputs) {
    Noise2VoidOptions options =
        blindSpot.applyTo(
            blindSpot.isPatterned() ? Noise2VoidOptions.UNIFORM : Noise2VoidOptions.DEFAULT);
    return (training, listener, stop) ->
        new Noise2VoidTrainer(options, turning(options, training))
            .train(inputs.images(), listener, stop);
  }

  /** Without the usual turns and flips where they would change the pattern. */
  static TrainingOptions turning(Noise2VoidOptions options, TrainingOptions training) {
    return options.pattern().isSymmetric() || training.isAugmentationChosen()
        ? training
        : training.withAugmentation(false);
  }
}
