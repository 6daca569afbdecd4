package org.limpid.benchmarks.kernels;

import org.limpid.backend.Grid;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.Storage;

/** {@code [pixels, C]} times {@code [C, C]}, as in a convolution of window 1. */
public class MatrixProduct extends KernelBenchmark {

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    MatrixKernels kernels = where.backend().matrix();
    int rows = Math.toIntExact(grid.pixels());
    int channels = grid.channels();
    Storage a = where.input(grid.elements());
    Storage b = where.input((long) channels * channels);
    Storage y = where.output(grid.elements());
    return () -> kernels.multiply(rows, channels, channels, a, false, b, false, y);
  }
}
