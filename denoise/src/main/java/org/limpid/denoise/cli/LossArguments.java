package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.PairLoss;
import picocli.CommandLine.Option;

/** How results are compared with targets. */
final class LossArguments {

  @Option(
      names = "--loss",
      paramLabel = "L",
      description =
          "How a result is compared with its target: mae (absolute; forgives clutter that hits less"
              + " than half of the time), mse (squared; for noise of mean zero), annealed-l0 (for"
              + " outliers that hit more than half), or laplace (absolute, with a predicted scale)."
              + " Default: mae.")
  private @Nullable String loss;

  PairLoss chosen() {
    return loss == null ? PairLoss.MAE : Choice.of("--loss", loss, PairLoss.class);
  }
}
