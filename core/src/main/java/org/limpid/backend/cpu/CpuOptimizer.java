package org.limpid.backend.cpu;

import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.Storage;

/** Updates of parameters in place, each in one pass over memory. */
final class CpuOptimizer implements OptimizerKernels {

  private final Elements elements;

  CpuOptimizer(Elements elements) {
    this.elements = elements;
  }

  @Override
  public void adam(
      AdamStep step, Storage gradient, Storage parameter, Storage first, Storage second) {
    CpuStorage p = CpuStorage.of("adam", "parameter", parameter);
    CpuStorage g = CpuStorage.of("adam", "gradient", gradient, p.length);
    CpuStorage m = CpuStorage.of("adam", "first", first, p.length);
    CpuStorage v = CpuStorage.of("adam", "second", second, p.length);
    double correction1 = 1 - StrictMath.pow(step.beta1(), step.step());
    double correction2 = 1 - StrictMath.pow(step.beta2(), step.step());
    float rate = (float) (step.rate() / correction1);
    float secondScale = (float) (1 / correction2);
    float keep = 1 - step.rate() * step.weightDecay();
    elements.run(
        (arrays, from, to) -> adam(step, rate, secondScale, keep, arrays, from, to), 3, g, p, m, v);
  }

  @Override
  public void sgd(
      float rate,
      float momentum,
      float weightDecay,
      Storage gradient,
      Storage parameter,
      Storage velocity) {
    CpuStorage p = CpuStorage.of("sgd", "parameter", parameter);
    CpuStorage g = CpuStorage.of("sgd", "gradient", gradient, p.length);
    CpuStorage u = CpuStorage.of("sgd", "velocity", velocity, p.length);
    elements.run(
        (v, from, to) -> sgd(rate, momentum, weightDecay, v[0], v[1], v[2], from, to), 2, g, p, u);
  }

  @Override
  public void average(float decay, Storage parameter, Storage average) {
    CpuStorage a = CpuStorage.of("average", "average", average);
    CpuStorage p = CpuStorage.of("average", "parameter", parameter, a.length);
    elements.run((v, from, to) -> average(decay, v[0], v[1], from, to), 1, p, a);
  }

  private static void adam(
      AdamStep step,
      float rate,
      float secondScale,
      float keep,
      float[][] arrays,
      int from,
      int to) {
    float[] g = arrays[0];
    float[] p = arrays[1];
    float[] m = arrays[2];
    float[] v = arrays[3];
    float beta1 = step.beta1();
    float beta2 = step.beta2();
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    float epsilon = step.epsilon();
    for (int i = from; i < to; i++) {
      float first = beta1 * m[i] + rest1 * g[i];
      float second = beta2 * v[i] + rest2 * g[i] * g[i];
      m[i] = first;
      v[i] = second;
      p[i] = keep * p[i] - rate * first / ((float) Math.sqrt(second * secondScale) + epsilon);
    }
  }

  private static void sgd(
      float rate,
      float momentum,
      float weightDecay,
      float[] g,
      float[] p,
      float[] u,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float velocity = momentum * u[i] + g[i] + weightDecay * p[i];
      u[i] = velocity;
      p[i] -= rate * velocity;
    }
  }

  private static void average(float decay, float[] p, float[] a, int from, int to) {
    float rest = 1 - decay;
    for (int i = from; i < to; i++) {
      a[i] = decay * a[i] + rest * p[i];
    }
  }
}
