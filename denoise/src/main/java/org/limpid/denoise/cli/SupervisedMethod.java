package org.limpid.denoise.cli;

import java.io.IOException;
import java.util.List;
import org.limpid.denoise.ImagePair;
import org.limpid.denoise.SupervisedOptions;
import org.limpid.denoise.SupervisedTrainer;
import org.limpid.denoise.training.TrainingOptions;

/** Learns what clean images look like from clean images. */
record SupervisedMethod(TargetArguments targets, LossArguments loss, SupervisedArguments own)
    implements Method {

  @Override
  public String name() {
    return "supervised";
  }

  @Override
  public String summary() {
    return "from noisy images and their clean counterparts (CARE); needs --target";
  }

  @Override
  public List<Object> arguments() {
    return List.of(targets, loss, own);
  }

  @Override
  public boolean learnsFromOneFile() {
    return false;
  }

  @Override
  public TrainingOptions defaults() {
    return SupervisedTrainer.DEFAULT_TRAINING;
  }

  @Override
  public Learner learner(Inputs inputs) throws IOException {
    if (!targets.isGiven()) {
      throw new UserException(
          "--method supervised: no clean images. Name them by --target, as many as inputs.");
    }
    SupervisedOptions options = own.applyTo(SupervisedOptions.DEFAULT.withLoss(loss.chosen()));
    List<ImagePair> pairs = targets.pairs(inputs);
    return (training, listener, stop) ->
        new SupervisedTrainer(options, training).train(pairs, listener, stop);
  }
}
