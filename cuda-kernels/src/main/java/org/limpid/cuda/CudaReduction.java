package org.limpid.cuda;

import org.limpid.backend.AxisGeometry;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.Storage;

/** Sums along an axis: in one kernel where it is short, else chunk by chunk. */
final class CudaReduction implements ReductionKernels {

  private static final String FAMILY = "reduction";
  private static final int SHORT = 64;

  private final Launcher gpu;

  CudaReduction(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void sum(AxisGeometry axis, Storage x, Storage y) {
    long sums = axis.outer() * axis.inner();
    CudaStorage to = gpu.of("sum", "y", y, sums);
    CudaStorage from = gpu.of("sum", "x", x, sums * axis.length());
    if (axis.length() <= SHORT) {
      gpu.each(
          FAMILY, "sum_short", sums, from, to, (int) axis.length(), (int) axis.inner(), to.length);
      return;
    }
    SumShape shape = SumShape.of(axis);
    if (sums > 0) {
      gpu.withScratch(
          shape.scratch(1),
          partial -> {
            gpu.run(FAMILY, "sum_chunks", shape.blocks(), 1, shape.ints(), from, partial);
            gpu.each(FAMILY, "sum_finish", sums, partial, shape.chunks(), to, to.length);
          });
    }
  }

  @Override
  public void repeat(AxisGeometry axis, Storage x, Storage y) {
    long sums = axis.outer() * axis.inner();
    CudaStorage to = gpu.of("repeat", "y", y, sums * axis.length());
    CudaStorage from = gpu.of("repeat", "x", x, sums);
    gpu.each(
        FAMILY, "repeat", to.length, from, to, (int) axis.length(), (int) axis.inner(), to.length);
  }
}
