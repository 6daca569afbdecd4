package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.IterativeRefinementTrainer;
import picocli.CommandLine.Option;

/** How often an estimate is learned from. */
final class RefinementArguments {

  @Option(
      names = "--refinements",
      paramLabel = "N",
      description =
          "How often what was learned is applied to the inputs and learned from again. Steps and"
              + " time are divided among Noise2Void and these rounds. Default: 1.")
  private @Nullable Integer rounds;

  IterativeRefinementTrainer applyTo(IterativeRefinementTrainer trainer) {
    return Given.apply(trainer, rounds, IterativeRefinementTrainer::withRounds);
  }
}
