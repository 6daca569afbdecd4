package org.limpid.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector length of this virtual machine: C2 slows kernels a hundredfold once two lengths
 * are in use. A constant, so that C2 compiles for it.
 */
final class Lanes {

  /** Names a vector length in bits for tests: 128, 256 or 512. */
  static final String PROPERTY = "limpid.vectorBits";

  /** Vectors of the processor's preferred length. */
  static final VectorSpecies<Float> SPECIES = species();

  /** Numbers in a vector, at most 16. */
  static final int COUNT = SPECIES.length();

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    Integer bits = Integer.getInteger(PROPERTY);
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    if (bits == null) {
      return preferred.length() <= 16 ? preferred : FloatVector.SPECIES_512;
    }
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
