package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.PosteriorTrainer;

/** Noise2Void whose guesses are combined with what was measured. */
record PosteriorMethod(BlindSpotArguments blindSpot) implements Method {

  @Override
  public String name() {
    return "posterior";
  }

  @Override
  public String summary() {
    return "as noise2void, and how sure its guesses are, to weigh them against the measured pixels;"
        + " keeps more detail";
  }

  @Override
  public List<Object> arguments() {
    return List.of(blindSpot);
  }

  @Override
  public Learner learner(Inputs inputs) {
    Noise2VoidOptions options = blindSpot.applyTo(Noise2VoidOptions.UNIFORM);
    return (training, listener, stop) ->
        new PosteriorTrainer(options, Noise2VoidMethod.turning(options, training))
            .train(inputs.images(), listener, stop);
  }
}
