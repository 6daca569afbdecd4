package org.limpid.benchmarks.kernels;

import org.limpid.backend.AxisGeometry;
import org.limpid.backend.Grid;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.Storage;

/** The sum of every channel over all pixels, as for a bias. */
public class Reduction extends KernelBenchmark {

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    ReductionKernels kernels = where.backend().reduction();
    AxisGeometry axis = new AxisGeometry(1, grid.pixels(), grid.channels());
    Storage x = where.input(grid.elements());
    Storage y = where.output(grid.channels());
    return () -> kernels.sum(axis, x, y);
  }
}
