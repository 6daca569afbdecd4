package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.Noise2VoidTrainer;

/** Noise2Void with another network and other replacements. */
record N2v2Method(BlindSpotArguments blindSpot) implements Method {

  @Override
  public String name() {
    return "n2v2";
  }

  @Override
  public String summary() {
    return "as noise2void, with less checkerboard and slightly softer details";
  }

  @Override
  public List<Object> arguments() {
    return List.of(blindSpot);
  }

  @Override
  public Learner learner(Inputs inputs) {
    Noise2VoidOptions options = blindSpot.applyTo(Noise2VoidOptions.N2V2);
    return (training, listener, stop) ->
        Noise2VoidTrainer.n2v2(Noise2VoidMethod.turning(options, training))
            .withOptions(options)
            .train(inputs.images(), listener, stop);
  }
}
