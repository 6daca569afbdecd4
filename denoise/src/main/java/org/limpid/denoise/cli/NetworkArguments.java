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

  @Option(
      names = "--patch-depth",
      paramLabel = "SLICES",
      description = "Slices of a patch of a volume, a multiple of 2^depth. Default: 16.")
  private @Nullable Integer patchDepth;

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
    TrainingOptions changed =
        Given.apply(options, patch, (o, value) -> o.withPatchSize(value, o.patchDepth()));
    changed = Given.apply(changed, patchDepth, (o, value) -> o.withPatchSize(o.patchSize(), value));
    changed = Given.apply(changed, batch, TrainingOptions::withBatchSize);
    changed = Given.apply(changed, rate, TrainingOptions::withLearningRate);
    changed =
        Given.apply(changed, depth, (o, value) -> o.withNetwork(o.network().withDepth(value)));
    return Given.apply(
        changed, filters, (o, value) -> o.withNetwork(o.network().withFilters(value)));
  }
}
