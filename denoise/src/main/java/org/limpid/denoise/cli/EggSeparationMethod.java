package org.limpid.denoise.cli;

import java.io.IOException;
import java.util.List;
import org.limpid.denoise.Image;
import org.limpid.denoise.NeuralEggSeparationOptions;
import org.limpid.denoise.NeuralEggSeparationTrainer;

/** Takes away what looks like examples of clutter. */
record EggSeparationMethod(ClutterArguments clutter, LossArguments loss) implements Method {

  @Override
  public String name() {
    return "nes";
  }

  @Override
  public String summary() {
    return "from images with clutter and images of clutter alone (neural egg separation); needs"
        + " --clutter";
  }

  @Override
  public List<Object> arguments() {
    return List.of(clutter, loss);
  }

  @Override
  public boolean learnsFromOneFile() {
    return false;
  }

  @Override
  public Learner learner(Inputs inputs) throws IOException {
    if (!clutter.isGiven()) {
      throw new UserException(
          "--method nes: no examples of clutter. Name images of clutter alone by --clutter.");
    }
    NeuralEggSeparationOptions options =
        clutter.applyTo(NeuralEggSeparationOptions.DEFAULT.withLoss(loss.chosen()));
    List<Image> images = clutter.images(inputs);
    return (training, listener, stop) ->
        new NeuralEggSeparationTrainer(options, training)
            .train(inputs.images(), images, listener, stop);
  }
}
