package org.limpid.cuda;

import java.util.Locale;
import java.util.Optional;
import org.limpid.backend.Precision;

/** Which precisions a GPU has. */
final class Precisions {

  /** Compute capability from which on there are tensor cores for float32's range, times ten. */
  private static final int TENSOR_CAPABILITY = 80;

  private Precisions() {}

  /**
   * The one that is wanted, by default the fastest that training is known to bear.
   *
   * @param capability compute capability of the device, times ten
   * @throws IllegalStateException if the device does not have it
   */
  static Precision chosen(Optional<Precision> wanted, int capability) {
    boolean hasTensorCores = capability >= TENSOR_CAPABILITY;
    Precision precision = wanted.orElse(hasTensorCores ? Precision.TF32 : Precision.FLOAT32);
    if (precision != Precision.FLOAT32 && !hasTensorCores) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "cuda: precision %s: the GPU has compute capability %.1f (expected: %.1f or higher)."
                  + " Use float32",
              precision.text(),
              capability / 10.0,
              TENSOR_CAPABILITY / 10.0));
    }
    return precision;
  }

  /** For people. */
  static String describe(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> "exact float32";
      case TF32 -> "convolutions in TF32";
      case BFLOAT16 -> "convolutions in bfloat16";
    };
  }
}
