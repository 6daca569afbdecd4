package org.limpid.backend;

/** Sums along an axis, in double precision. */
final class ReferenceReduction implements ReductionKernels {

  @Override
  public void sum(AxisGeometry axis, Storage x, Storage y) {
    ReferenceStorage source = ReferenceStorage.of(x);
    ReferenceStorage target = ReferenceStorage.of(y);
    target.fill(0);
    for (long o = 0; o < axis.outer(); o++) {
      for (long l = 0; l < axis.length(); l++) {
        for (long i = 0; i < axis.inner(); i++) {
          target.add(o * axis.inner() + i, source.get((o * axis.length() + l) * axis.inner() + i));
        }
      }
    }
  }

  @Override
  public void repeat(AxisGeometry axis, Storage x, Storage y) {
    ReferenceStorage source = ReferenceStorage.of(x);
    ReferenceStorage target = ReferenceStorage.of(y);
    for (long o = 0; o < axis.outer(); o++) {
      for (long l = 0; l < axis.length(); l++) {
        for (long i = 0; i < axis.inner(); i++) {
          target.set((o * axis.length() + l) * axis.inner() + i, source.get(o * axis.inner() + i));
        }
      }
    }
  }
}
