package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.Self2SelfOptions;
import org.limpid.denoise.Self2SelfTrainer;
import org.limpid.denoise.training.TrainingOptions;

/** Hides a third of an image at random, and averages many guesses. */
record Self2SelfMethod(Self2SelfArguments own) implements Method {

  @Override
  public String name() {
    return "self2self";
  }

  @Override
  public String summary() {
    return "from one noisy image, better and many times slower than noise2void";
  }

  @Override
  public List<Object> arguments() {
    return List.of(own);
  }

  @Override
  public TrainingOptions defaults() {
    return Self2SelfTrainer.TRAINING;
  }

  @Override
  public Learner learner(Inputs inputs) {
    Self2SelfOptions options = own.applyTo(Self2SelfOptions.DEFAULT);
    return (training, listener, stop) ->
        new Self2SelfTrainer(options, training).train(inputs.images(), listener, stop);
  }
}
