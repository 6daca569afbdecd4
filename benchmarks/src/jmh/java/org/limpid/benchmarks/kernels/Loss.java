package org.limpid.benchmarks.kernels;

import org.limpid.backend.Grid;
import org.limpid.backend.LossKernels;
import org.limpid.backend.LossKernels.Penalty;
import org.limpid.backend.Storage;
import org.openjdk.jmh.annotations.Param;

/** Value and gradient of a weighted mean error over all elements of the shape. */
public class Loss extends KernelBenchmark {

  /** Which error. */
  @Param public Penalty penalty = Penalty.SQUARED;

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    LossKernels kernels = where.backend().loss();
    Storage prediction = where.input(grid.elements());
    Storage target = where.input(grid.elements());
    Storage weight = where.positive(grid.elements());
    Storage value = where.output(1);
    Storage gradient = where.output(grid.elements());
    return () -> kernels.weightedMean(penalty, prediction, target, weight, value, gradient);
  }
}
