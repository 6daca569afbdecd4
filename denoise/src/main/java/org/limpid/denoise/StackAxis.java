package org.limpid.denoise;

import java.util.Locale;

/** What the pictures of a stack are to each other. */
public enum StackAxis {
  /** Points in time: frames, denoised one by one. */
  TIME,
  /** Slices of a volume. */
  DEPTH,
  /** Channels of one picture. */
  CHANNELS;

  /**
   * The axis of a name ({@code time}, {@code depth}, {@code channels}) or of its letter ({@code T},
   * {@code Z}, {@code C}), in any case.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static StackAxis of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "t", "time", "frames" -> TIME;
      case "z", "depth", "slices" -> DEPTH;
      case "c", "channels" -> CHANNELS;
      default ->
          throw new IllegalArgumentException(
              "axes: '" + name + "' (expected: time, depth or channels, or T, Z, C)");
    };
  }
}
