package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.IterativeRefinementTrainer;

/** Noise2Void whose results are made noisy again and learned from. */
record RefinementMethod(RefinementArguments refinement) implements Method {

  @Override
  public String name() {
    return "refinement";
  }

  @Override
  public String summary() {
    return "noise2void first, then from its results with fresh noise, as strong as the images'";
  }

  @Override
  public List<Object> arguments() {
    return List.of(refinement);
  }

  @Override
  public Learner learner(Inputs inputs) {
    IterativeRefinementTrainer trainer = refinement.applyTo(new IterativeRefinementTrainer());
    return (training, listener, stop) ->
        trainer.withTraining(training).train(inputs.images(), listener, stop);
  }
}
