package org.limpid.denoise;

/**
 * What an image file says beside its samples, kept so that a writer can give it back.
 *
 * @param description free text of the file, empty if none; ImageJ keeps its calibration here
 * @param xResolution pixels per unit along a row, 0 if unknown
 * @param yResolution pixels per unit along a column, 0 if unknown
 * @param unit what the resolutions count against
 */
public record Metadata(
    String description, double xResolution, double yResolution, ResolutionUnit unit) {

  /** No description, no resolution. */
  public static final Metadata NONE = new Metadata("", 0, 0, ResolutionUnit.UNSPECIFIED);

  /** Unit of length that resolutions count against. */
  public enum ResolutionUnit {
    /** Named elsewhere (ImageJ: in the description) or not at all. */
    UNSPECIFIED,
    /** Pixels per inch, 25.4 mm. */
    INCH,
    /** Pixels per centimetre. */
    CENTIMETRE
  }

  /**
   * Checks the resolutions.
   *
   * @throws IllegalArgumentException if a resolution is negative, infinite or NaN
   */
  public Metadata {
    check("xResolution", xResolution);
    check("yResolution", yResolution);
  }

  /** The same resolution with another description. */
  public Metadata withDescription(String text) {
    return new Metadata(text, xResolution, yResolution, unit);
  }

  /** The same description with another resolution, in pixels per {@code unit}. */
  public Metadata withResolution(double x, double y, ResolutionUnit per) {
    return new Metadata(description, x, y, per);
  }

  private static void check(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "Metadata: " + name + " " + value + " (expected: finite and >= 0; 0 means unknown)");
    }
  }
}
