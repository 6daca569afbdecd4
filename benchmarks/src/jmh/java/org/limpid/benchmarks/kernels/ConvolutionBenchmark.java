package org.limpid.benchmarks.kernels;

import org.jspecify.annotations.Nullable;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;
import org.limpid.backend.cpu.ConvolutionLadder;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/** A 3 x 3 convolution with as many channels out as in, on each rung of the ladder. */
public abstract class ConvolutionBenchmark extends KernelBenchmark {

  /** Which version runs. */
  @Param public ConvolutionLadder.Rung rung = ConvolutionLadder.Rung.CHOSEN;

  private @Nullable ConvolutionLadder ladder;

  abstract Runnable prepare(Workbench where, ConvolutionKernels kernels, WindowGeometry geometry);

  @Override
  Runnable prepare(Workbench where, Grid grid) {
    WindowGeometry geometry =
        WindowGeometry.same(grid, grid.channels(), new Size3(1, 3, 3), Size3.ONE);
    if (where.isReference()) {
      return prepare(where, where.backend().convolution(), geometry);
    }
    if (ladder == null) {
      ladder = new ConvolutionLadder(rung, threads);
    }
    return prepare(where, ladder.kernels(), geometry);
  }

  /** Stops the threads. */
  @TearDown
  public void closeLadder() {
    if (ladder != null) {
      ladder.close();
      ladder = null;
    }
  }

  static long weights(WindowGeometry g) {
    return (long) g.window().volume() * g.input().channels() * g.output().channels();
  }
}
