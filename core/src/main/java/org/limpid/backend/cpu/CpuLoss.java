package org.limpid.backend.cpu;

import org.limpid.backend.LossKernels;
import org.limpid.backend.Storage;

/** Weighted means of errors: sums in double precision first, then the gradient they scale. */
final class CpuLoss implements LossKernels {

  private final WorkerPool workers;
  private final Elements elements;

  CpuLoss(WorkerPool workers, Elements elements) {
    this.workers = workers;
    this.elements = elements;
  }

  @Override
  public void weightedMean(
      Penalty penalty,
      Storage prediction,
      Storage target,
      Storage weight,
      Storage value,
      Storage gradient) {
    String kernel = "weightedMean";
    CpuStorage p = CpuStorage.of(kernel, "prediction", prediction);
    CpuStorage t = CpuStorage.of(kernel, "target", target, p.length);
    CpuStorage w = CpuStorage.of(kernel, "weight", weight, p.length);
    CpuStorage mean = CpuStorage.of(kernel, "value", value, 1);
    CpuStorage g = CpuStorage.of(kernel, "gradient", gradient, p.length);
    int chunks = (p.length - 1) / Elements.CHUNK + 1;
    double[] sums = new double[2 * chunks];
    workers.split(
        p.length,
        Elements.CHUNK,
        (from, to, worker) -> {
          int at = 2 * (from / Elements.CHUNK);
          switch (penalty) {
            case SQUARED -> sumSquared(p, t, w, from, to, sums, at);
            case ABSOLUTE -> sumAbsolute(p, t, w, from, to, sums, at);
          }
        });
    double weights = 0;
    double errors = 0;
    for (int chunk = 0; chunk < chunks; chunk++) {
      weights += sums[2 * chunk];
      errors += sums[2 * chunk + 1];
    }
    mean.array[mean.offset] = weights > 0 ? (float) (errors / weights) : 0;
    float scale = weights > 0 ? (float) (1 / weights) : 0;
    Elements.Loop loop =
        switch (penalty) {
          case SQUARED -> (v, from, to) -> squared(2 * scale, v[0], v[1], v[2], v[3], from, to);
          case ABSOLUTE -> (v, from, to) -> absolute(scale, v[0], v[1], v[2], v[3], from, to);
        };
    elements.run(loop, 1, p, t, w, g);
  }

  private static void sumSquared(
      CpuStorage p, CpuStorage t, CpuStorage w, int from, int to, double[] sums, int at) {
    double weights = 0;
    double errors = 0;
    for (int i = from; i < to; i++) {
      double weight = w.array[w.offset + i];
      double difference = (double) p.array[p.offset + i] - t.array[t.offset + i];
      weights += weight;
      errors += weight * difference * difference;
    }
    sums[at] = weights;
    sums[at + 1] = errors;
  }

  private static void sumAbsolute(
      CpuStorage p, CpuStorage t, CpuStorage w, int from, int to, double[] sums, int at) {
    double weights = 0;
    double errors = 0;
    for (int i = from; i < to; i++) {
      double weight = w.array[w.offset + i];
      weights += weight;
      errors += weight * Math.abs((double) p.array[p.offset + i] - t.array[t.offset + i]);
    }
    sums[at] = weights;
    sums[at + 1] = errors;
  }

  private static void squared(
      float scale, float[] p, float[] t, float[] w, float[] g, int from, int to) {
    for (int i = from; i < to; i++) {
      g[i] = scale * w[i] * (p[i] - t[i]);
    }
  }

  private static void absolute(
      float scale, float[] p, float[] t, float[] w, float[] g, int from, int to) {
    for (int i = from; i < to; i++) {
      g[i] = scale * w[i] * Math.signum(p[i] - t[i]);
    }
  }
}
