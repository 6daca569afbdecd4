package org.limpid.denoise.cli;

import org.jspecify.annotations.Nullable;
import org.limpid.denoise.patch.Symmetries;
import picocli.CommandLine.Option;

/** How many opinions of a network are averaged. */
final class AveragingOptions {

  @Option(
      names = "--average",
      paramLabel = "N",
      description =
          "Average what the network makes of the image in N orientations: 4 (flipped) or 8 (turned"
              + " too). Usually a little better; takes N times as long as applying it once. Wrong"
              + " for noise or structure with a direction. Default: 1, but 8 where --method auto has"
              + " chosen for noise that has none and the image is no larger than 1024 x 1024.")
  private @Nullable Integer average;

  boolean isGiven() {
    return average != null;
  }

  Symmetries orientations() {
    if (average == null) {
      return Symmetries.NONE;
    }
    for (Symmetries symmetries : Symmetries.values()) {
      if (symmetries.orientations().size() == average) {
        return symmetries;
      }
    }
    throw new UserException("--average " + average + " (expected: 1, 4 or 8).");
  }
}
