package org.limpid.denoise.cli;

import org.limpid.denoise.ZeroShotNoise2NoiseTrainer;
import org.limpid.denoise.training.TrainingOptions;

/** Guesses one diagonal of each 2 x 2 pixels from the other, with a small network. */
record ZeroShotNoise2NoiseMethod() implements Method {

  @Override
  public String name() {
    return "zs-n2n";
  }

  @Override
  public String summary() {
    return "from one noisy image in seconds, with a small network, if noise is as for noise2void";
  }

  @Override
  public TrainingOptions defaults() {
    return ZeroShotNoise2NoiseTrainer.TRAINING;
  }

  @Override
  public Learner learner(Inputs inputs) {
    return (training, listener, stop) ->
        new ZeroShotNoise2NoiseTrainer(training).train(inputs.images(), listener, stop);
  }
}
