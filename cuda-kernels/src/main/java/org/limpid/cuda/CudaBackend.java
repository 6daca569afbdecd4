package org.limpid.cuda;

import static org.limpid.backend.Precision.FLOAT32;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Backend;
import org.limpid.backend.ConvolutionKernels;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.LayoutKernels;
import org.limpid.backend.LossKernels;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.MemoryUse;
import org.limpid.backend.NormalizationKernels;
import org.limpid.backend.OptimizerKernels;
import org.limpid.backend.Precision;
import org.limpid.backend.RandomKernels;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.ResamplingKernels;
import org.limpid.backend.Storage;

/**
 * A GPU: kernels of our own, all on one stream, so that they run in the order of their calls, one
 * after the other. Without atomics: the same bits in every run.
 */
final class CudaBackend implements Backend {

  private final Gpu gpu;
  private final Precision precision;
  private final WorkQueue queue;
  private final Launcher launcher;
  private final CudaMemory memory;
  private final CudaElementwise elementwise;
  private final CudaReduction reduction;
  private final CudaMatrix matrix;
  private final CudaConvolution convolution;
  private final CudaResampling resampling;
  private final CudaLayout layout;
  private final CudaNormalization normalization;
  private final CudaRandom random;
  private final CudaLoss loss;
  private final CudaOptimizer optimizer;
  private boolean isClosed;

  /** A backend on a GPU, which it closes in the end; the fastest engines compute. */
  CudaBackend(Gpu gpu, Precision precision) {
    this(gpu, precision, EngineChoice.AUTO);
  }

  /**
   * The same with an engine.
   *
   * @throws IllegalStateException if there is none of that name, or its library is not there
   */
  CudaBackend(Gpu gpu, Precision precision, String engine) {
    this(gpu, precision, engine, true);
  }

  /** The same; work that comes again is recorded and replayed, or not. */
  CudaBackend(Gpu gpu, Precision precision, String engine, boolean usesGraphs) {
    this.gpu = gpu;
    this.precision = precision;
    GpuStream stream = gpu.newStream();
    queue = new WorkQueue(gpu, stream, usesGraphs);
    memory = new CudaMemory(gpu, queue::flush);
    launcher = new Launcher(gpu, stream, queue, memory);
    elementwise = new CudaElementwise(launcher);
    reduction = new CudaReduction(launcher);
    Libraries libraries = gpu.libraries(stream, precision);
    checkThere(engine, libraries);
    EngineChoice choice = new EngineChoice(launcher, engine, precision);
    matrix = new CudaMatrix(launcher, new EngineChoice(launcher, engine, FLOAT32), libraries);
    List<ConvolutionEngine> engines = new ArrayList<>();
    if (libraries.convolution() != null) {
      engines.add(new LibraryConvolution(launcher, libraries.convolution()));
    }
    if (libraries.matrix() != null) {
      engines.add(new ProductConvolution(launcher, libraries.matrix()));
    }
    OwnConvolution own = new OwnConvolution(launcher, elementwise, precision);
    convolution =
        new CudaConvolution(
            launcher, reduction, choice, new FusedChoice(this, choice), own, engines);
    resampling = new CudaResampling(launcher);
    layout = new CudaLayout(launcher);
    normalization = new CudaNormalization(launcher);
    random = new CudaRandom(launcher);
    loss = new CudaLoss(launcher);
    optimizer = new CudaOptimizer(launcher);
  }

  private static void checkThere(String engine, Libraries found) {
    String missing =
        switch (engine) {
          case EngineChoice.AUTO, EngineChoice.OWN -> null;
          case EngineChoice.CUDNN -> found.convolution() == null ? found.noConvolution() : null;
          case EngineChoice.CUBLAS -> found.matrix() == null ? found.noMatrix() : null;
          default -> "there is none of that name (expected: auto, own, cudnn, cublas)";
        };
    if (missing != null) {
      throw new IllegalStateException(
          "cuda: engine " + engine + ": " + missing + ". Leave it out for Limpid's own kernels");
    }
  }

  @Override
  public String description() {
    int capability = gpu.capability();
    return gpu.name()
        + ", compute capability "
        + capability / 10
        + "."
        + capability % 10
        + ", "
        + Precisions.describe(precision);
  }

  @Override
  public Storage allocate(long elements) {
    return memory.allocate(elements);
  }

  @Override
  public void release(Storage block) {
    memory.release(CudaStorage.of("release", "block", block, memory));
  }

  @Override
  public void upload(float[] source, Storage target) {
    CudaStorage to = CudaStorage.of("upload", "target", target, memory);
    if (to.length < source.length) {
      throw new IllegalArgumentException(
          "upload: " + source.length + " values into " + to.length + " elements");
    }
    launcher.upload(source, to);
  }

  @Override
  public void download(Storage source, float[] target) {
    CudaStorage from = CudaStorage.of("download", "source", source, memory);
    if (from.length < target.length) {
      throw new IllegalArgumentException(
          "download: " + target.length + " values from " + from.length + " elements");
    }
    launcher.download(from, target);
  }

  @Override
  public void synchronize() {
    launcher.synchronize();
  }

  @Override
  public MemoryUse memory() {
    return memory.use();
  }

  @Override
  public boolean replays() {
    return true;
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
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      launcher.close();
      memory.close();
      gpu.close();
    }
  }
}
