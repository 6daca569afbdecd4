package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.IterativeRefinementTrainer;
import org.limpid.denoise.Noise2VoidOptions;

/** Estimates of the images are made noisy again and learned from. */
record RefinementMethod(RefinementArguments refinement, BlindSpotArguments blindSpot)
    implements Method {

  @Override
  public String name() {
    return "refinement";
  }

  @Override
  public String summary() {
    return "from first estimates, of noise2void or similar patches, with fresh noise like the images'";
  }

  @Override
  public List<Object> arguments() {
    return List.of(refinement, blindSpot);
  }

  @Override
  public Learner learner(Inputs inputs) {
    IterativeRefinementTrainer trainer =
        refinement
            .applyTo(new IterativeRefinementTrainer())
            .withBlindSpot(blindSpot.applyTo(Noise2VoidOptions.DEFAULT));
    return (training, listener, stop) ->
        trainer.withTraining(training).train(inputs.images(), listener, stop);
  }
}
