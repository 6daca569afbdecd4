package org.limpid.backend.cpu;

import java.util.concurrent.Executor;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.LossKernels;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Storage;

/**
 * The processor: memory is Java arrays, kernels are plain loops or vectors, split over threads.
 *
 * <p>A kernel has finished when its call returns. Results do not depend on the number of threads,
 * the virtual machine, or whether it has vectors; nor on the processor, except that one without
 * fused multiply-add rounds convolutions differently. An unused backend holds no threads and lets
 * the heap have its memory back, so closing is good manners rather than a duty. Thread-safe, as
 * {@link Backend} says.
 */
public final class CpuBackend implements Backend {

  private final WorkerPool workers;
  private final BufferPool memory = new BufferPool();
  private final boolean isForLittleWork;
  private final ElementwiseKernels elementwise;
  private final ReductionKernels reduction;
  private final MatrixKernels matrix;
  private final ConvolutionKernels convolution;
  private final ResamplingKernels resampling;
  private final LayoutKernels layout;
  private final NormalizationKernels normalization;
  private final RandomKernels random;
  private final LossKernels loss;
  private final OptimizerKernels optimizer;

  /**
   * A backend with a memory pool and threads of its own; starts no thread before there is work.
   *
   * @param threads how many threads share a kernel, at least 1; the caller is one of them
   */
  public CpuBackend(int threads) {
    this(new WorkerPool(threads), false);
  }

  /**
   * A backend that starts no thread at all.
   *
   * @param threads as above
   * @param executor whose threads help the caller. One that helps stays until there has been
   *     nothing to do for some milliseconds. What is refused or not begun in time the caller does
   */
  public CpuBackend(int threads, Executor executor) {
    this(new WorkerPool(threads, executor), false);
  }

  private CpuBackend(WorkerPool workers, boolean isForLittleWork) {
    this.isForLittleWork = isForLittleWork;
    this.workers = workers;
    Elements elements = new Elements(workers, memory);
    elementwise = new CpuElementwise(workers, elements);
    reduction = new CpuReduction(workers);
    matrix = new CpuMatrix(workers, memory);
    convolution =
        new CpuConvolution(
            workers,
            memory,
            isForLittleWork ? new PlainKernels() : VectorSupport.fastestKernels(memory),
            CpuConvolution.Choice.FASTEST);
    PixelCopy pixels = isForLittleWork ? Pixels::copy : VectorSupport.fastestCopy();
    Pooling pooling =
        isForLittleWork
            ? new Pooling(workers, memory, pixels)
            : VectorSupport.fastestPooling(workers, memory);
    resampling = new CpuResampling(workers, memory, pooling);
    layout = new CpuLayout(workers, pixels);
    normalization =
        new CpuNormalization(
            workers,
            memory,
            isForLittleWork ? new PlainChannelLoops() : VectorSupport.fastestLoops());
    random = new CpuRandom(workers);
    loss = new CpuLoss(workers, elements);
    optimizer = new CpuOptimizer(elements);
  }

  /**
   * One for work of less than a second: plain loops everywhere, which a virtual machine that has
   * just started compiles sooner than vectors. The results are the same bits.
   *
   * @param threads as above
   */
  public static CpuBackend forLittleWork(int threads) {
    return new CpuBackend(new WorkerPool(threads), true);
  }

  @Override
  public String description() {
    int threads = workers.workers();
    return System.getProperty("os.arch")
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads")
        + ", "
        + arithmetic();
  }

  private String arithmetic() {
    return isForLittleWork
        ? "plain loops (for little work)"
        : VectorSupport.unavailableReason()
            .map(reason -> "plain loops (" + reason + ")")
            .orElse("vectors in convolutions and normalisation, plain loops elsewhere");
  }

  @Override
  public Storage allocate(long elements) {
    return memory.allocate(elements);
  }

  @Override
  public void release(Storage block) {
    if (!(block instanceof CpuStorage cpu)) {
      throw new IllegalArgumentException(
          "release: a " + block.getClass().getSimpleName() + " (expected: memory of this backend)");
    }
    memory.release(cpu);
  }

  @Override
  public void upload(float[] source, Storage target) {
    CpuStorage to = CpuStorage.of("upload", "target", target);
    if (to.length < source.length) {
      throw new IllegalArgumentException(
          "upload: " + source.length + " values into " + to.length + " elements");
    }
    System.arraycopy(source, 0, to.array, to.offset, source.length);
  }

  @Override
  public void download(Storage source, float[] target) {
    CpuStorage from = CpuStorage.of("download", "source", source);
    if (from.length < target.length) {
      throw new IllegalArgumentException(
          "download: " + target.length + " values from " + from.length + " elements");
    }
    System.arraycopy(from.array, from.offset, target, 0, target.length);
  }

  @Override
  public void synchronize() {
    // Every kernel has finished when its call returns.
  }

  @Override
  public MemoryUse memory() {
    return memory.use();
  }

  @Override
  public ElementwiseKernels elementwise() {
    return elementwise;
  }

  @Override
  public ReductionKernels reduction() {
    return reduction;
  }

  @Override
  public MatrixKernels matrix() {
    return matrix;
  }

  @Override
  public ConvolutionKernels convolution() {
    return convolution;
  }

  @Override
  public ResamplingKernels resampling() {
    return resampling;
  }

  @Override
  public LayoutKernels layout() {
    return layout;
  }

  @Override
  public NormalizationKernels normalization() {
    return normalization;
  }

  @Override
  public RandomKernels random() {
    return random;
  }

  @Override
  public LossKernels loss() {
    return loss;
  }

  @Override
  public OptimizerKernels optimizer() {
    return optimizer;
  }

  @Override
  public void close() {
    workers.close();
    memory.close();
  }
}
