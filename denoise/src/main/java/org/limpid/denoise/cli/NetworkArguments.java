package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.training.TrainingOptions;
import picocli.CommandLine.Option;

/** What a network is made of and how it is fed, for those who want to change it. */
final class NetworkArguments {
  @Option(
      names = "--patch",
      paramLabel = "PIXELS",
      description = "Rows and columns of a patch, a multiple of 2^depth. Default: 64.")
  private @Nullable Integer patch;

  @Option(names = "--batch", paramLabel = "N", description = "Patches in a step. Default: 4.")
  private @Nullable Integer batch;

  @Option(names = "--rate", paramLabel = "R", description = "First learning rate. Default: 0.001.")
  private @Nullable Float rate;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "How often the U-Net halves the image. Default: 2.")
  private @Nullable Integer depth;

  @Option(
      names = "--filters",
      paramLabel = "N",
      description = "Channels of the U-Net at full resolution. Default: 32.")
  private @Nullable Integer filters;

  TrainingOptions applyTo(TrainingOptions options) {
    TrainingOptions changed = options;
    try {
      if (patch != null) {
        changed = changed.withPatchSize(patch, changed.patchDepth());
      }
      if (batch != null) {
        changed = changed.withBatchSize(batch);
      }
      if (rate != null) {
        changed = changed.withLearningRate(rate);
      }
      if (depth != null) {
        changed = changed.withNetwork(changed.network().withDepth(depth));
      }
      if (filters != null) {
        changed = changed.withNetwork(changed.network().withFilters(filters));
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
    return changed;
  }
}
