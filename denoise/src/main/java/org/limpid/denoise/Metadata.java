package org.limpid.denoise;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an image file says beside its samples, kept so that a writer can give it back.
 *
 * @param description free text of the file, empty if none; ImageJ keeps its calibration here
 * @param xResolution pixels per unit along a row, 0 if unknown
 * @param yResolution pixels per unit along a column, 0 if unknown
 * @param unit what the resolutions count against
 * @param pixelSize size of a pixel in the world
 * @param kept parts of a file that only its own format understands, such as an extended header,
 *     under names that begin with the format; bytes are given as Latin-1 characters. Other formats
 *     pass them over
 */
public record Metadata(
    String description,
    double xResolution,
    double yResolution,
    ResolutionUnit unit,
    PixelSize pixelSize,
    Map<String, String> kept) {

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
   * Checks the resolutions and copies the map.
   *
   * @throws IllegalArgumentException if a resolution is negative, infinite or NaN
   */
  public Metadata {
    check("xResolution", xResolution);
    check("yResolution", yResolution);
    Objects.requireNonNull(pixelSize, "pixelSize");
    kept = Collections.unmodifiableMap(new TreeMap<>(kept));
  }

  /** Description and resolution alone. */
  public Metadata(String description, double xResolution, double yResolution, ResolutionUnit unit) {
    this(description, xResolution, yResolution, unit, PixelSize.UNKNOWN, Map.of());
  }

  /** The same but for the description. */
  public Metadata withDescription(String text) {
    return new Metadata(text, xResolution, yResolution, unit, pixelSize, kept);
  }

  /** The same but for the resolution, in pixels per {@code unit}; the pixel size is forgotten. */
  public Metadata withResolution(double x, double y, ResolutionUnit per) {
    return new Metadata(description, x, y, per, PixelSize.UNKNOWN, kept);
  }

  /** The same but for the pixel size; the resolution is forgotten. */
  public Metadata withPixelSize(PixelSize size) {
    return new Metadata(description, 0, 0, ResolutionUnit.UNSPECIFIED, size, kept);
  }

  /** The same with a part of the file under a name, or without it if the part is empty. */
  public Metadata withKept(String name, String part) {
    Map<String, String> parts = new TreeMap<>(kept);
    if (part.isEmpty()) {
      parts.remove(name);
    } else {
      parts.put(name, part);
    }
    return new Metadata(description, xResolution, yResolution, unit, pixelSize, parts);
  }

  private static void check(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "Metadata: " + name + " " + value + " (expected: finite and >= 0; 0 means unknown)");
    }
  }
}
