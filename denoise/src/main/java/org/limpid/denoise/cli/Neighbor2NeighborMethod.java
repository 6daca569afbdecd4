package org.limpid.denoise.cli;

import java.util.List;
import org.limpid.denoise.Neighbor2NeighborOptions;
import org.limpid.denoise.Neighbor2NeighborTrainer;

/** Guesses pixels from their neighbours. */
record Neighbor2NeighborMethod(Neighbor2NeighborArguments own) implements Method {

  @Override
  public String name() {
    return "neighbor2neighbor";
  }

  @Override
  public String summary() {
    return "from noisy images alone, hiding no pixel, if noise is as for noise2void";
  }

  @Override
  public List<Object> arguments() {
    return List.of(own);
  }

  @Override
  public Learner learner(Inputs inputs) {
    Neighbor2NeighborOptions options = own.applyTo(Neighbor2NeighborOptions.DEFAULT);
    return (training, listener, stop) ->
        new Neighbor2NeighborTrainer(options, training).train(inputs.images(), listener, stop);
  }
}
