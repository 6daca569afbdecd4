package org.limpid.denoise;

import org.limpid.denoise.masking.Replacement;
import org.limpid.denoise.masking.StratifiedMask;

/**
 * What is Noise2Void's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param maskedPercent share of the pixels of a patch that are hidden, above 0 and at most 50
 * @param replacement what the network sees instead
 * @param radius how far away along each axis a replacement is taken from, 1 to 100
 */
public record Noise2VoidOptions(double maskedPercent, Replacement replacement, int radius) {

  /** 1.5 %, replaced by another pixel at most 5 away. */
  public static final Noise2VoidOptions DEFAULT =
      new Noise2VoidOptions(1.5, Replacement.UNIFORM_WITHOUT_CENTRE, 5);

  /** Checks ranges. */
  public Noise2VoidOptions {
    StratifiedMask checked = new StratifiedMask(maskedPercent, replacement, radius);
    replacement = checked.replacement();
  }

  /** The same with another share of hidden pixels. */
  public Noise2VoidOptions withMaskedPercent(double value) {
    return new Noise2VoidOptions(value, replacement, radius);
  }

  /** The same with other replacements. */
  public Noise2VoidOptions withReplacement(Replacement value) {
    return new Noise2VoidOptions(maskedPercent, value, radius);
  }

  /** The same with replacements from nearer or farther. */
  public Noise2VoidOptions withRadius(int value) {
    return new Noise2VoidOptions(maskedPercent, replacement, value);
  }

  StratifiedMask mask() {
    return new StratifiedMask(maskedPercent, replacement, radius);
  }
}
