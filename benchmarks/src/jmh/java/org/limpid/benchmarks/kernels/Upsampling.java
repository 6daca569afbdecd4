package org.limpid.benchmarks.kernels;

import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.openjdk.jmh.annotations.Param;

/** Enlarging to twice the rows and columns, and its gradient; the shape is that of the result. */
public class Upsampling extends KernelBenchmark {

  private static final Size3 FACTOR = new Size3(1, 2, 2);

  /** How new pixels are filled. */
  @Param public Interpolation interpolation = Interpolation.NEAREST;

  /** Whether the gradient is timed. */
  @Param({"false", "true"})
  public boolean backward;

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    Grid small = grid.withSpace(new Size3(1, grid.height() / 2, grid.width() / 2));
    ResamplingKernels kernels = where.backend().resampling();
    if (backward) {
      Storage gradY = where.input(grid.elements());
      Storage gradX = where.output(small.elements());
      return () -> kernels.upsampleBackward(small, FACTOR, interpolation, gradY, gradX);
    }
    Storage x = where.input(small.elements());
    Storage y = where.output(grid.elements());
    return () -> kernels.upsample(small, FACTOR, interpolation, x, y);
  }
}
