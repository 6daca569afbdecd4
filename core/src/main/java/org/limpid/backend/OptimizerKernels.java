package org.limpid.backend;

/** Updates of parameters in place. All storages of a call have the same length. */
public interface OptimizerKernels {

  /**
   * Settings of one Adam step (Kingma and Ba 2015, algorithm 1, with the epsilon outside the root).
   *
   * @param rate learning rate
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param weightDecay decoupled: the parameter shrinks by {@code rate · weightDecay} of itself
   *     (Loshchilov and Hutter 2019)
   * @param step 1 for the first step
   */
  record AdamStep(
      float rate, float beta1, float beta2, float epsilon, float weightDecay, long step) {}

  /**
   * One Adam step: {@code m = β₁m + (1−β₁)g}, {@code v = β₂v + (1−β₂)g²}, {@code p −= rate ·
   * (m/(1−β₁ᵗ) / (sqrt(v/(1−β₂ᵗ)) + ε) + weightDecay·p)}, where p on the right is the value before
   * the step. The bias corrections are computed in double precision.
   *
   * @param step settings and count
   * @param gradient not modified
   * @param parameter modified
   * @param first m. Modified; zero before the first step.
   * @param second v. Modified; zero before the first step.
   */
  void adam(AdamStep step, Storage gradient, Storage parameter, Storage first, Storage second);

  /**
   * One step of gradient descent with momentum: {@code u = momentum·u + g + weightDecay·p}, {@code
   * p −= rate·u}, where p in the first is the value before the step.
   *
   * @param rate learning rate
   * @param momentum 0 for none
   * @param weightDecay L2 penalty's factor
   * @param gradient not modified
   * @param parameter modified
   * @param velocity u. Modified; zero before the first step.
   */
  void sgd(
      float rate,
      float momentum,
      float weightDecay,
      Storage gradient,
      Storage parameter,
      Storage velocity);

  /** Running average: {@code average = decay·average + (1 − decay)·parameter}. */
  void average(float decay, Storage parameter, Storage average);
}
