package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.masking.Replacement;
import picocli.CommandLine.Option;

/** Which pixels are hidden, and what the network sees there. */
final class BlindSpotArguments {

  @Option(
      names = "--masked",
      paramLabel = "PERCENT",
      description = "Share of the pixels of a patch that are hidden. Default: 1.5.")
  private @Nullable Double masked;

  @Option(
      names = "--replacement",
      paramLabel = "R",
      description =
          "What is seen instead of a hidden pixel: uniform-without-centre (another pixel nearby),"
              + " uniform-with-centre, normal-without-centre, normal-additive, normal-fitted, mean,"
              + " median, or identity (hides nothing: a control).")
  private @Nullable String replacement;

  @Option(
      names = "--radius",
      paramLabel = "PIXELS",
      description = "How far away along each axis a replacement is taken from. Default: 5.")
  private @Nullable Integer radius;

  Noise2VoidOptions applyTo(Noise2VoidOptions options) {
    Noise2VoidOptions changed = options;
    try {
      if (masked != null) {
        changed = changed.withMaskedPercent(masked);
      }
      if (radius != null) {
        changed = changed.withRadius(radius);
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
    return replacement == null
        ? changed
        : changed.withReplacement(Choice.of("--replacement", replacement, Replacement.class));
  }
}
