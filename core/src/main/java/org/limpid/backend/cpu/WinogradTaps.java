package org.limpid.backend.cpu;

/** Winograd's transforms of weights, shared among workers. */
final class WinogradTaps<P> {

  /** Weights whose transform is a task of its own. */
  private static final int WEIGHTS_PER_TASK = 1 << 10;

  private final TileSize size;
  private final PanelKernels<P> kernels;
  private final WorkerPool workers;
  private final BufferPool memory;

  WinogradTaps(TileSize size, PanelKernels<P> kernels, WorkerPool workers, BufferPool memory) {
    this.size = size;
    this.kernels = kernels;
    this.workers = workers;
    this.memory = memory;
  }

  /**
   * Packs weights {@code [taps, 3, 3, c, k]}: a matrix for each frequency, for each tap.
   *
   * @return from the pool
   */
  float[] pack(int taps, int c, int k, float[] weight, int from) {
    int length = size.frequencies() * kernels.packedLength(c, k);
    float[] u = memory.take(taps * length);
    int channels = channelsPerTask(k);
    int spans = Span.count(channels, c);
    workers.run(
        taps * spans,
        (task, worker) -> {
          int tap = task / spans;
          Span span = Span.of(task % spans, channels, c);
          kernels.packTaps(size, weight, from + tap * 9 * c * k, c, k, span, u, tap * length);
        });
    return u;
  }

  /** The adjoint of {@link #pack}, of the sum of {@code groups} sets of matrices. */
  void unpack(int taps, int c, int k, float[] u, int groups, CpuStorage gradWeight) {
    int length = size.frequencies() * kernels.packedLength(c, k);
    int channels = channelsPerTask(k);
    int spans = Span.count(channels, c);
    workers.run(
        taps * spans,
        (task, worker) -> {
          int tap = task / spans;
          kernels.unpackTapsSum(
              size,
              u,
              tap * length,
              groups,
              taps * length,
              c,
              k,
              Span.of(task % spans, channels, c),
              gradWeight.array,
              gradWeight.offset + tap * 9 * c * k);
        });
  }

  private static int channelsPerTask(int width) {
    return Math.max(1, WEIGHTS_PER_TASK / width);
  }
}
