package org.limpid.cuda;

import java.util.Locale;

/** How the products of convolutions are computed; sums and all else are float32 at least. */
enum Precision {
  /** Exact float32. */
  FLOAT32,

  /**
   * On tensor cores, factors rounded to 10 bits of fraction, as PyTorch does by default: relative
   * errors of a product up to 1e-3. From compute capability 8.0 on.
   */
  TF32;

  /** System property that names one; {@code float32} if it is not set. */
  static final String PROPERTY = "limpid.cuda.precision";

  private static final int LOWEST_CAPABILITY_TF32 = 80;

  /**
   * The one that the property names.
   *
   * @param capability compute capability of the device, times ten
   * @throws IllegalStateException if there is none of that name, or the device cannot do it
   */
  static Precision chosen(int capability) {
    String name = System.getProperty(PROPERTY, "float32");
    for (Precision precision : values()) {
      if (precision.name().toLowerCase(Locale.ROOT).equals(name)) {
        if (precision == TF32 && capability < LOWEST_CAPABILITY_TF32) {
          throw new IllegalStateException(
              PROPERTY
                  + " tf32: the GPU has compute capability "
                  + capability / 10.0
                  + " (expected: 8.0 or higher). Use float32");
        }
        return precision;
      }
    }
    throw new IllegalStateException(
        PROPERTY + " '" + name + "' (expected: float32 or tf32). Leave it out for float32");
  }
}
