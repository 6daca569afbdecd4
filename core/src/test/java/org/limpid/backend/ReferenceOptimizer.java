package org.limpid.backend;

/** Parameter updates, in double precision. */
final class ReferenceOptimizer implements OptimizerKernels {

  @Override
  public void adam(
      AdamStep step, Storage gradient, Storage parameter, Storage first, Storage second) {
    double beta1 = step.beta1();
    double beta2 = step.beta2();
    double correction1 = 1 - StrictMath.pow(beta1, step.step());
    double correction2 = 1 - StrictMath.pow(beta2, step.step());
    for (long i = 0; i < parameter.elements(); i++) {
      double g = ReferenceStorage.of(gradient).get(i);
      double p = ReferenceStorage.of(parameter).get(i);
      double m = beta1 * ReferenceStorage.of(first).get(i) + (1 - beta1) * g;
      double v = beta2 * ReferenceStorage.of(second).get(i) + (1 - beta2) * g * g;
      double direction = m / correction1 / (Math.sqrt(v / correction2) + step.epsilon());
      ReferenceStorage.of(first).set(i, m);
      ReferenceStorage.of(second).set(i, v);
      ReferenceStorage.of(parameter).set(i, p - step.rate() * (direction + step.weightDecay() * p));
    }
  }

  @Override
  public void sgd(
      float rate,
      float momentum,
      float weightDecay,
      Storage gradient,
      Storage parameter,
      Storage velocity) {
    for (long i = 0; i < parameter.elements(); i++) {
      double p = ReferenceStorage.of(parameter).get(i);
      double u =
          momentum * ReferenceStorage.of(velocity).get(i)
              + ReferenceStorage.of(gradient).get(i)
              + weightDecay * p;
      ReferenceStorage.of(velocity).set(i, u);
      ReferenceStorage.of(parameter).set(i, p - rate * u);
    }
  }

  @Override
  public void average(float decay, Storage parameter, Storage average) {
    for (long i = 0; i < average.elements(); i++) {
      double old = ReferenceStorage.of(average).get(i);
      double now = ReferenceStorage.of(parameter).get(i);
      ReferenceStorage.of(average).set(i, decay * old + (1 - (double) decay) * now);
    }
  }
}
