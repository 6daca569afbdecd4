package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Self2SelfOptions;
import picocli.CommandLine.Option;

/** What is hidden and dropped, and how often the network is asked. */
final class Self2SelfArguments {

  @Option(
      names = "--keep",
      paramLabel = "P",
      description = "Probability that a value is visible to the network. Default: 0.7.")
  private @Nullable Float keep;

  @Option(
      names = "--blocks",
      paramLabel = "P",
      description =
          "Hide blocks too, cubes of volumes, each with this probability: for noise that neighbours"
              + " share, with --keep 1. Default: 0.")
  private @Nullable Float blocks;

  @Option(
      names = "--block-side",
      paramLabel = "PIXELS",
      description = "Extent of a block along each axis. Default: 4.")
  private @Nullable Integer blockSide;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Probability to drop an element inside the network. Default: 0.3.")
  private @Nullable Float dropout;

  @Option(
      names = "--passes",
      paramLabel = "N",
      description = "Runs that the result is the mean of. Default: 50.")
  private @Nullable Integer passes;

  Self2SelfOptions applyTo(Self2SelfOptions options) {
    Self2SelfOptions changed = Given.apply(options, keep, Self2SelfOptions::withKeep);
    changed = Given.apply(changed, blocks, (o, value) -> o.withBlocks(value, o.mask().blockSide()));
    changed = Given.apply(changed, blockSide, (o, value) -> o.withBlocks(o.mask().blocks(), value));
    changed = Given.apply(changed, dropout, Self2SelfOptions::withDropout);
    return Given.apply(changed, passes, Self2SelfOptions::withPasses);
  }
}
