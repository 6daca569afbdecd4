package org.limpid.cuda;

import org.limpid.backend.AxisGeometry;
import org.limpid.backend.LossKernels;
import org.limpid.backend.Storage;

/** Weighted mean errors and their gradient; nothing is read back. */
final class CudaLoss implements LossKernels {

  private static final String FAMILY = "loss";

  private final Launcher gpu;

  CudaLoss(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void weightedMean(
      Penalty penalty,
      Storage prediction,
      Storage target,
      Storage weight,
      Storage value,
      Storage gradient) {
    String op = "weightedMean";
    CudaStorage p = gpu.of(op, "prediction", prediction);
    CudaStorage t = gpu.of(op, "target", target, p.length);
    CudaStorage w = gpu.of(op, "weight", weight, p.length);
    CudaStorage mean = gpu.of(op, "value", value, 1);
    CudaStorage g = gpu.of(op, "gradient", gradient, p.length);
    SumShape shape = SumShape.of(new AxisGeometry(1, p.length, 1));
    gpu.withScratch(
        shape.scratch(2),
        partial ->
            gpu.withScratch(
                1,
                scale -> {
                  gpu.run(
                      FAMILY,
                      "loss_sums",
                      shape.blocks(),
                      1,
                      shape.ints(),
                      penalty,
                      p,
                      t,
                      w,
                      partial);
                  gpu.each(FAMILY, "loss_finish", 1, partial, shape.chunks(), mean, scale);
                  gpu.each(FAMILY, "loss_gradient", p.length, penalty, p, t, w, scale, g, p.length);
                }));
  }
}
