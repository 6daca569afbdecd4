package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.SupervisedOptions;
import picocli.CommandLine.Option;

/** Which patches are learned from, and on which scale. */
final class SupervisedArguments {

  @Option(
      names = "--drawn-percentiles",
      description =
          "Give each patch a scale of its own, by percentiles drawn at random (as CARE's tool), so"
              + " that results do not rely on exact brightness.")
  private boolean drawn;

  @Option(
      names = "--foreground",
      paramLabel = "SHARE",
      description =
          "Leave out patches whose targets are nowhere brighter than this share of the brightest"
              + " 0.1 per cent; CARE's tool takes 0.4. Default: 0, all patches.")
  private @Nullable Double foreground;

  SupervisedOptions applyTo(SupervisedOptions options) {
    SupervisedOptions changed = Given.apply(options, foreground, SupervisedOptions::withForeground);
    return changed.withDrawnPercentiles(drawn || changed.drawnPercentiles());
  }
}
