package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.masking.Replacement;
import picocli.CommandLine.Option;

/** Which pixels are hidden, and what the network sees there. */
final class BlindSpotArguments {

  @Option(
      names = "--masked",
      paramLabel = "PERCENT",
      description =
          "Share of the pixels of a patch that are hidden. Default: 6; for n2v2, for posterior and"
              + " with a pattern 1.5.")
  private @Nullable Double masked;

  @Option(
      names = "--replacement",
      paramLabel = "R",
      description =
          "What is seen instead of a hidden pixel: median, uniform-without-centre (another pixel"
              + " nearby), uniform-with-centre, normal-without-centre, normal-additive,"
              + " normal-fitted, mean, or identity (hides nothing: a control). Default: median;"
              + " with a pattern, and for posterior, uniform-without-centre.")
  private @Nullable String replacement;

  @Option(
      names = "--radius",
      paramLabel = "PIXELS",
      description =
          "How far away along each axis a replacement is taken from. Default: 2; for n2v2, for"
              + " posterior and with a pattern 5.")
  private @Nullable Integer radius;

  @Option(
      names = "--pattern",
      paramLabel = "P",
      description =
          "What is hidden with a pixel since its noise is alike: horizontal:N, vertical:N, cross:N,"
              + " square:N with an odd N, or rows of 0 and 1 such as 010/111/010. Patches are then"
              + " turned and flipped only if that leaves the pattern as it is. Default: nothing.")
  private @Nullable String pattern;

  @Option(
      names = "--independent",
      description = "A network for each channel, so that none learns from another.")
  private boolean independent;

  /** Whether more is hidden than single pixels. */
  boolean isPatterned() {
    return pattern != null;
  }

  Noise2VoidOptions applyTo(Noise2VoidOptions options) {
    Noise2VoidOptions changed = Given.apply(options, masked, Noise2VoidOptions::withMaskedPercent);
    changed = Given.apply(changed, radius, Noise2VoidOptions::withRadius);
    changed = Given.apply(changed, pattern, (o, value) -> o.withPattern(Pattern.parse(value)));
    changed = changed.withIndependentChannels(independent || changed.independentChannels());
    return replacement == null
        ? changed
        : changed.withReplacement(Choice.of("--replacement", replacement, Replacement.class));
  }
}
