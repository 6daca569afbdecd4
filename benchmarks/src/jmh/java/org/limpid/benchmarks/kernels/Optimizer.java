package org.limpid.benchmarks.kernels;

import org.limpid.backend.Grid;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.OptimizerKernels.AdamStep;
import org.limpid.backend.Storage;
import org.openjdk.jmh.annotations.Param;

/** A step over as many parameters as the shape has elements. */
public class Optimizer extends KernelBenchmark {

  /** Which kernels of the family can be timed. */
  public enum Kernel {
    /** Adam. */
    ADAM,
    /** Gradient descent with momentum. */
    SGD,
    /** Running average of parameters. */
    AVERAGE
  }

  /** Which one is timed. */
  @Param public Kernel kind = Kernel.ADAM;

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    OptimizerKernels kernels = where.backend().optimizer();
    long n = grid.elements();
    Storage gradient = where.input(n);
    Storage parameter = where.output(n);
    Storage first = where.output(n);
    Storage second = where.output(n);
    AdamStep step = new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0.01f, 1);
    return switch (kind) {
      case ADAM -> () -> kernels.adam(step, gradient, parameter, first, second);
      case SGD -> () -> kernels.sgd(0.1f, 0.9f, 0.01f, gradient, parameter, first);
      case AVERAGE -> () -> kernels.average(0.999f, gradient, first);
    };
  }
}
