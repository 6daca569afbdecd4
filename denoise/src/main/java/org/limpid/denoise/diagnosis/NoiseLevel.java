package org.limpid.denoise.diagnosis;

/**
 * How much noise there is at each brightness: {@code variance = slope * value + offset}, the law of
 * photon counting plus read noise.
 *
 * <p>The black level of a camera is not known from one image, so the read noise alone is not
 * either: with black level {@code b} it is {@code offset + slope * b}. Changes slower than 16
 * pixels do not count as noise.
 *
 * @param kind how noise depends on brightness
 * @param slope growth of the variance with brightness, 0 unless the kind is {@link Kind#GROWING},
 *     where it is the gain, image values for each photon, or {@link Kind#FALLING}
 * @param offset variance at value 0 by the line; may be negative where a black level was added
 * @param darkest least brightness of the flat parts looked at
 * @param brightest largest brightness of the flat parts looked at
 * @param sigma standard deviation of noise at the median brightness of the image, in image values
 * @param relativeError standard error of {@code sigma} over {@code sigma}, from the number of
 *     pixels alone
 * @param flatShare share of the image, 0 to 1, whose fluctuations are no larger than the line says;
 *     where it is small, texture may have been taken for noise
 */
public record NoiseLevel(
    Kind kind,
    double slope,
    double offset,
    double darkest,
    double brightest,
    double sigma,
    double relativeError,
    double flatShare) {

  /** How noise depends on brightness. */
  public enum Kind {
    /** No fluctuation beyond rounding. */
    NONE("no noise that can be measured"),
    /** The same everywhere: read noise, or an image whose noise was made even. */
    CONSTANT("the same at every brightness (Gaussian)"),
    /** More in brighter parts, as photons arrive: Poisson and Gaussian. */
    GROWING("more where it is brighter (Poisson-Gaussian, as photons arrive)"),
    /** Less in brighter parts: a tone curve such as a camera's gamma was applied. */
    FALLING("less where it is brighter (as after a tone curve)"),
    /** The flat parts differ too little in brightness to tell. */
    UNDECIDED("one brightness only, so how it depends on that is not known"),
    /** The image is too small. */
    UNKNOWN("not known: too few pixels");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** In words, to follow "noise is". */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Standard deviation of the noise of pixels of a true value, in image values. */
  public double sigmaAt(double value) {
    return kind == Kind.GROWING || kind == Kind.FALLING
        ? Math.sqrt(Math.max(0, slope * value + offset))
        : sigma;
  }

  /** Whether enough flat parts were found for {@code sigma} to be more than an upper bound. */
  public boolean isCertain() {
    return kind != Kind.UNKNOWN && flatShare >= 0.1;
  }
}
