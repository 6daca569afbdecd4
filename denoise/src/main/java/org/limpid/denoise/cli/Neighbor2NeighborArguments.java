package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Neighbor2NeighborOptions;
import picocli.CommandLine.Option;

/** How much detail is weighed against noise. */
final class Neighbor2NeighborArguments {

  @Option(
      names = "--consistency",
      paramLabel = "W",
      description =
          "How much halves may differ as the whole does: more keeps more detail, and more noise."
              + " Default: 2.")
  private @Nullable Float consistency;

  Neighbor2NeighborOptions applyTo(Neighbor2NeighborOptions options) {
    return Given.apply(options, consistency, Neighbor2NeighborOptions::withConsistency);
  }
}
