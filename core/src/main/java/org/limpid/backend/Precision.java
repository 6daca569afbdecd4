package org.limpid.backend;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a device multiplies the factors of convolutions. Values, weights and sums are float32 in each
 * of them, and so is all other arithmetic.
 */
public enum Precision {
  /** Exact float32. The only one of processors. */
  FLOAT32,

  /**
   * Factors rounded to 10 bits of fraction, as most programs on GPUs do by default: relative errors
   * of a product up to 1e-3. NVIDIA GPUs from compute capability 8.0 on.
   */
  TF32,

  /**
   * Factors rounded to 7 bits of fraction: relative errors of a product up to 8e-3. The same GPUs.
   */
  BFLOAT16;

  /** Like {@code float32}: what users type. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one with a name.
   *
   * @throws IllegalArgumentException if there is none; the message names them all
   */
  public static Precision named(String text) {
    for (Precision precision : values()) {
      if (precision.text().equals(text)) {
        return precision;
      }
    }
    throw new IllegalArgumentException("precision: '" + text + "' (expected: " + names() + ")");
  }

  private static String names() {
    return Arrays.stream(values()).map(Precision::text).collect(Collectors.joining(", "));
  }
}
