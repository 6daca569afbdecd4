package org.limpid.denoise.cli;

import org.limpid.denoise.patch.Symmetries;
import picocli.CommandLine.Option;

/** How many opinions of a network are averaged. */
final class AveragingOptions {

  @Option(
      names = "--average",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Average what the network makes of the image in N orientations: 4 (flipped) or 8 (turned"
              + " too). Usually a little better; takes N times as long as applying it once. Wrong"
              + " for noise or structure with a direction. Default: ${DEFAULT-VALUE}.")
  private int average = 1;

  Symmetries orientations() {
    for (Symmetries symmetries : Symmetries.values()) {
      if (symmetries.orientations().size() == average) {
        return symmetries;
      }
    }
    throw new UserException("--average " + average + " (expected: 1, 4 or 8).");
  }
}
