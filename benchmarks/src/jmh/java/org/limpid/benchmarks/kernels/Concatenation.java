package org.limpid.benchmarks.kernels;

import org.limpid.backend.Grid;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.Storage;

/** Two activations put behind each other, channels last: two copies. */
public class Concatenation extends KernelBenchmark {

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    LayoutKernels kernels = where.backend().layout();
    int channels = grid.channels();
    Storage first = where.input(grid.elements());
    Storage second = where.input(grid.elements());
    Storage y = where.output(2 * grid.elements());
    return () -> {
      kernels.copyChannels(grid.pixels(), first, channels, 0, y, 2 * channels, 0, channels);
      kernels.copyChannels(grid.pixels(), second, channels, 0, y, 2 * channels, channels, channels);
    };
  }
}
