package org.limpid.backend;

/** Losses with their gradient, in double precision. */
final class ReferenceLoss implements LossKernels {

  @Override
  public void weightedMean(
      Penalty penalty,
      Storage prediction,
      Storage target,
      Storage weight,
      Storage value,
      Storage gradient) {
    double weights = 0;
    double errors = 0;
    for (long i = 0; i < prediction.elements(); i++) {
      double w = ReferenceStorage.of(weight).get(i);
      double d = ReferenceStorage.of(prediction).get(i) - ReferenceStorage.of(target).get(i);
      weights += w;
      errors += w * (penalty == Penalty.SQUARED ? d * d : Math.abs(d));
    }
    ReferenceStorage.of(value).set(0, weights == 0 ? 0 : errors / weights);
    for (long i = 0; i < prediction.elements(); i++) {
      double w = ReferenceStorage.of(weight).get(i);
      double d = ReferenceStorage.of(prediction).get(i) - ReferenceStorage.of(target).get(i);
      double slope = penalty == Penalty.SQUARED ? 2 * d : Math.signum(d);
      ReferenceStorage.of(gradient).set(i, weights == 0 ? 0 : w * slope / weights);
    }
  }
}
