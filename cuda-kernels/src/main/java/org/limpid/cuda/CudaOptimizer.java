package org.limpid.cuda;

import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.Storage;

/** Updates of parameters in place, each in one kernel. */
final class CudaOptimizer implements OptimizerKernels {

  private static final String FAMILY = "optimizer";

  private final Launcher gpu;

  CudaOptimizer(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void adam(
      AdamStep step, Storage gradient, Storage parameter, Storage first, Storage second) {
    CudaStorage p = gpu.of("adam", "parameter", parameter);
    double correction1 = 1 - StrictMath.pow(step.beta1(), step.step());
    double correction2 = 1 - StrictMath.pow(step.beta2(), step.step());
    gpu.each(
        FAMILY,
        "adam",
        p.length,
        numbers(
            (float) (step.rate() / correction1),
            (float) (1 / correction2),
            1 - step.rate() * step.weightDecay()),
        step.beta1(),
        step.beta2(),
        step.epsilon(),
        gpu.of("adam", "gradient", gradient, p.length),
        p,
        gpu.of("adam", "first", first, p.length),
        gpu.of("adam", "second", second, p.length),
        p.length);
  }

  @Override
  public void sgd(
      float rate,
      float momentum,
      float weightDecay,
      Storage gradient,
      Storage parameter,
      Storage velocity) {
    CudaStorage p = gpu.of("sgd", "parameter", parameter);
    gpu.each(
        FAMILY,
        "sgd",
        p.length,
        numbers(rate),
        momentum,
        weightDecay,
        gpu.of("sgd", "gradient", gradient, p.length),
        p,
        gpu.of("sgd", "velocity", velocity, p.length),
        p.length);
  }

  @Override
  public void average(float decay, Storage parameter, Storage average) {
    CudaStorage a = gpu.of("average", "average", average);
    CudaStorage p = gpu.of("average", "parameter", parameter, a.length);
    gpu.each(FAMILY, "average", a.length, numbers(decay), p, a, a.length);
  }

  /** What schedules and counters change from step to step. */
  private static WorkQueue.Numbers numbers(float... values) {
    int[] words = new int[values.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Float.floatToRawIntBits(values[i]);
    }
    return new WorkQueue.Numbers(words);
  }
}
