package org.limpid.backend.cpu;

import org.limpid.backend.ConvolutionKernels;

/**
 * The versions of the convolution one by one, each faster than the one before where it is made for,
 * so that benchmarks can show what each step gains.
 */
public final class ConvolutionLadder implements AutoCloseable {

  /** A version. */
  public enum Rung {
    /** The products of the definition, in loops that C2 turns into vector instructions. */
    PLAIN_DIRECT,
    /** Winograd's fewer products, in tiles of 4 x 4, in such loops. */
    PLAIN_WINOGRAD,
    /** The products of the definition, by the Vector API. */
    VECTOR_DIRECT,
    /** Winograd's fewer products, in tiles of 4 x 4, by the Vector API. */
    VECTOR_WINOGRAD,
    /** What the backend chooses for the shape. */
    CHOSEN
  }

  private final WorkerPool workers;
  private final BufferPool memory = new BufferPool();
  private final ConvolutionKernels kernels;

  /**
   * A version with threads and memory of its own.
   *
   * @throws IllegalStateException if it needs the Vector API and that is not there
   */
  public ConvolutionLadder(Rung rung, int threads) {
    boolean isPlain = rung == Rung.PLAIN_DIRECT || rung == Rung.PLAIN_WINOGRAD;
    if (!isPlain && rung != Rung.CHOSEN) {
      VectorSupport.unavailableReason()
          .ifPresent(
              reason -> {
                throw new IllegalStateException(rung + ": " + reason);
              });
    }
    CpuConvolution.Choice choice =
        switch (rung) {
          case PLAIN_DIRECT, VECTOR_DIRECT -> CpuConvolution.Choice.DIRECT;
          case PLAIN_WINOGRAD, VECTOR_WINOGRAD -> CpuConvolution.Choice.TILES_OF_4;
          case CHOSEN -> CpuConvolution.Choice.FASTEST;
        };
    PanelKernels<?> panels = isPlain ? new PlainKernels() : VectorSupport.fastestKernels(memory);
    workers = new WorkerPool(threads);
    kernels = new CpuConvolution(workers, memory, panels, choice);
  }

  /** Its kernels, for memory of any processor backend. */
  public ConvolutionKernels kernels() {
    return kernels;
  }

  @Override
  public void close() {
    workers.close();
    memory.close();
  }
}
