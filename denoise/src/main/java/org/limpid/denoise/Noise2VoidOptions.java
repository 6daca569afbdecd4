package org.limpid.denoise;

import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.masking.Replacement;
import org.limpid.denoise.masking.StratifiedMask;

/**
 * What is Noise2Void's own. Start from {@link #DEFAULT} and change it by {@code with…}.
 *
 * @param maskedPercent share of the pixels of a patch that are hidden, above 0 and at most 50
 * @param replacement what the network sees instead
 * @param radius how far away along each axis a replacement is taken from, 1 to 100
 * @param pattern what is hidden with a pixel, because its noise is alike (structN2V)
 * @param independentChannels whether each channel has a network of its own, so that none learns
 *     from another; for channels that show different things or share noise
 */
public record Noise2VoidOptions(
    double maskedPercent,
    Replacement replacement,
    int radius,
    Pattern pattern,
    boolean independentChannels) {

  /** 6 %, replaced by the median of all others at most 2 away: best as measured. */
  public static final Noise2VoidOptions DEFAULT =
      new Noise2VoidOptions(6, Replacement.MEDIAN, 2, Pattern.POINT, false);

  /**
   * 1.5 %, replaced by any other pixel at most 5 away, as in Noise2Void's paper but for the centre
   * itself. To start from with a pattern, and where a prediction must not see the pixel.
   */
  public static final Noise2VoidOptions UNIFORM =
      new Noise2VoidOptions(1.5, Replacement.UNIFORM_WITHOUT_CENTRE, 5, Pattern.POINT, false);

  /** The same with medians as replacements, for {@link Noise2VoidTrainer#n2v2}. */
  public static final Noise2VoidOptions N2V2 = UNIFORM.withReplacement(Replacement.MEDIAN);

  /** Checks ranges. */
  public Noise2VoidOptions {
    StratifiedMask checked = new StratifiedMask(maskedPercent, replacement, radius, pattern);
    replacement = checked.replacement();
  }

  /** The same with another share of hidden pixels. */
  public Noise2VoidOptions withMaskedPercent(double value) {
    return new Noise2VoidOptions(value, replacement, radius, pattern, independentChannels);
  }

  /** The same with other replacements. */
  public Noise2VoidOptions withReplacement(Replacement value) {
    return new Noise2VoidOptions(maskedPercent, value, radius, pattern, independentChannels);
  }

  /** The same with replacements from nearer or farther. */
  public Noise2VoidOptions withRadius(int value) {
    return new Noise2VoidOptions(maskedPercent, replacement, value, pattern, independentChannels);
  }

  /** The same with another pattern; train without augmentation unless turns leave it as it is. */
  public Noise2VoidOptions withPattern(Pattern value) {
    return new Noise2VoidOptions(maskedPercent, replacement, radius, value, independentChannels);
  }

  /** The same with a network for each channel, or one for all. */
  public Noise2VoidOptions withIndependentChannels(boolean value) {
    return new Noise2VoidOptions(maskedPercent, replacement, radius, pattern, value);
  }

  StratifiedMask mask() {
    return new StratifiedMask(maskedPercent, replacement, radius, pattern);
  }
}
