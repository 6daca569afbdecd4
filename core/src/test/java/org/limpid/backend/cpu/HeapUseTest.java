package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Activation;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/**
 * What a kernel allocates does not grow with its batch: memory comes from the pool, and blocks of
 * tiles leave no objects behind. In plain loops, since vectors are objects until C2 has compiled
 * them.
 */
class HeapUseTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CHANNELS = 16;

  /**
   * A few words for each further task. Objects for each block of tiles, or each slice and tap, came
   * to 57 and 370 thousand.
   */
  private static final long TASKS = 8 << 10;

  @Test
  void planesLeaveNoMoreBehindInALargerBatch() {
    assertThat(bytes(64, 1, 1) - bytes(8, 1, 1)).isLessThan(TASKS);
  }

  @Test
  void volumesLeaveNoMoreBehindWithMoreSlices() {
    assertThat(bytes(4, 32, 3) - bytes(4, 8, 3)).isLessThan(TASKS);
  }

  /** Bytes on the heap of a convolution, forwards and backwards, on images of 32 x 32. */
  private static long bytes(int images, int slices, int depth) {
    Grid grid = new Grid(images, slices, 32, 32, CHANNELS);
    WindowGeometry g = WindowGeometry.same(grid, CHANNELS, new Size3(depth, 3, 3), Size3.ONE);
    BufferPool memory = new BufferPool();
    long least = Long.MAX_VALUE;
    try (WorkerPool workers = new WorkerPool(1)) {
      CpuConvolution kernels =
          new CpuConvolution(workers, memory, new PlainKernels(), CpuConvolution.Choice.TILES_OF_4);
      CpuStorage x = memory.allocate(grid.elements());
      CpuStorage y = memory.allocate(grid.elements());
      CpuStorage weight = memory.allocate(9L * depth * CHANNELS * CHANNELS);
      CpuStorage bias = memory.allocate(CHANNELS);
      for (int i = 0; i < 4; i++) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        kernels.forward(g, x, weight, bias, Activation.RELU, y);
        kernels.backwardInput(g, weight, y, x);
        kernels.backwardWeight(g, x, y, weight, bias);
        long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        least = Math.min(least, after - before);
      }
    }
    return least;
  }
}
