package org.limpid.denoise.cli;

import java.io.IOException;
import java.util.List;
import org.limpid.denoise.ImagePair;
import org.limpid.denoise.Noise2NoiseOptions;
import org.limpid.denoise.Noise2NoiseTrainer;

/** Guesses one noisy shot from another. */
record Noise2NoiseMethod(TargetArguments targets, NoisyPairArguments noisy, LossArguments loss)
    implements Method {

  @Override
  public String name() {
    return "noise2noise";
  }

  @Override
  public String summary() {
    return "from two or more noisy shots of the same thing, whatever the noise; needs --target or"
        + " --pairs";
  }

  @Override
  public List<Object> arguments() {
    return List.of(targets, noisy, loss);
  }

  @Override
  public Learner learner(Inputs inputs) throws IOException {
    if (targets.isGiven() == noisy.isGiven()) {
      throw new UserException(
          targets.isGiven()
              ? "--target and --pairs: pairs come from files or from frames, not both. Leave one"
                  + " out."
              : "--method noise2noise: no pairs. Name the other shots by --target, or take frames"
                  + " of a stack by --pairs even-odd.");
    }
    Noise2NoiseOptions options = new Noise2NoiseOptions(loss.chosen(), !noisy.isOneWay());
    List<ImagePair> pairs = targets.isGiven() ? targets.pairs(inputs) : noisy.pairs(inputs);
    return (training, listener, stop) ->
        new Noise2NoiseTrainer(options, training).train(pairs, listener, stop);
  }
}
