package org.limpid.denoise.cli;

import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.training.TrainingOptions;
import picocli.CommandLine.Option;

/** How bright and dark images are brought to one scale. */
final class SupervisedArguments {

  @Option(
      names = "--percentiles",
      paramLabel = "LOW,HIGH",
      split = ",",
      description =
          "Percentiles of inputs, and of targets, that are 0 and 1 for the network. Default:"
              + " 2,99.8.")
  private double[] percentiles = {};

  /** The scale that was asked for. */
  TrainingOptions applyTo(TrainingOptions options) {
    if (percentiles.length == 0) {
      return options;
    }
    if (percentiles.length != 2) {
      throw new UserException(
          "--percentiles: " + percentiles.length + " numbers (expected: 2, such as 2,99.8).");
    }
    try {
      return options.withScaling(Scaling.percentiles(percentiles[0], percentiles[1]));
    } catch (IllegalArgumentException e) {
      throw new UserException("--percentiles: " + e.getMessage(), e);
    }
  }
}
