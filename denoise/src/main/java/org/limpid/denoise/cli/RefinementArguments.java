package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.IterativeRefinementTrainer;
import picocli.CommandLine.Option;

/** Which estimates are learned from, and how often. */
final class RefinementArguments {

  @Option(
      names = "--refinements",
      paramLabel = "N",
      description =
          "How often what was learned is applied to the inputs and learned from again. Steps and"
              + " time are divided among Noise2Void and these rounds. Default: 1.")
  private @Nullable Integer rounds;

  @Option(
      names = "--pilot",
      paramLabel = "P",
      description =
          "Where first estimates come from: noise2void, or similar-patches (combines patches of an"
              + " image that look alike, without learning; better for sharp photographs). Default:"
              + " noise2void.")
  private @Nullable String pilot;

  IterativeRefinementTrainer applyTo(IterativeRefinementTrainer trainer) {
    IterativeRefinementTrainer changed =
        Given.apply(trainer, rounds, IterativeRefinementTrainer::withRounds);
    return pilot == null
        ? changed
        : changed.withPilot(Choice.of("--pilot", pilot, IterativeRefinementTrainer.Pilot.class));
  }
}
