package org.limpid.benchmarks.kernels;

import org.limpid.backend.Grid;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;
import org.openjdk.jmh.annotations.Param;

/** Pooling of 2 x 2 pixels, and its gradient. */
public class Pooling extends KernelBenchmark {

  /** Which kernels of the family can be timed. */
  public enum Kernel {
    /** The largest of each window. */
    MAX,
    /** Gradient of that. */
    MAX_BACKWARD,
    /** The mean of each window. */
    AVERAGE,
    /** Gradient of that. */
    AVERAGE_BACKWARD
  }

  /** Which one is timed. */
  @Param public Kernel kind = Kernel.MAX;

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    Size3 window = new Size3(1, 2, 2);
    WindowGeometry g = WindowGeometry.valid(grid, grid.channels(), window, window);
    ResamplingKernels kernels = where.backend().resampling();
    long inputs = g.input().elements();
    long outputs = g.output().elements();
    Storage x = where.input(inputs);
    switch (kind) {
      case MAX -> {
        Storage y = where.output(outputs);
        return () -> kernels.maxPool(g, x, y);
      }
      case AVERAGE -> {
        Storage y = where.output(outputs);
        return () -> kernels.averagePool(g, x, y);
      }
      case MAX_BACKWARD -> {
        Storage y = where.output(outputs);
        Storage gradY = where.input(outputs);
        Storage gradX = where.output(inputs);
        kernels.maxPool(g, x, y);
        return () -> kernels.maxPoolBackward(g, x, y, gradY, gradX);
      }
      case AVERAGE_BACKWARD -> {
        Storage gradY = where.input(outputs);
        Storage gradX = where.output(inputs);
        return () -> kernels.averagePoolBackward(g, gradY, gradX);
      }
    }
    throw new IllegalStateException("no such kernel: " + kind);
  }
}
