package org.limpid.cuda;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.WindowGeometry;
import org.limpid.cuda.CudaGpu.Address;

/**
 * NVIDIA's cuDNN 9 through JCudnn: two-dimensional convolutions by the algorithm that it suggests
 * among those that give the same bits in every run. In bfloat16 it computes in TF32, which is
 * finer.
 */
final class Cudnn implements ConvolutionLibrary {

  private final cudnnHandle handle = new cudnnHandle();
  private final Precision precision;
  private final Map<WindowGeometry, CudnnPlan> plans = new HashMap<>();
  private final Pointer one = Pointer.to(new float[] {1});
  private final Pointer zero = Pointer.to(new float[] {0});

  /**
   * Opens it in the context of the calling thread.
   *
   * @throws LinkageError if it is not there
   * @throws LibraryException if it does not start
   */
  Cudnn(CUstream stream, Precision precision) {
    this.precision = precision;
    version();
    check("start", JCudnn.cudnnCreate(handle));
    check("stream", JCudnn.cudnnSetStream(handle, new cudaStream_t(stream)));
  }

  /** Loads the libraries and says which. */
  static String version() {
    JCudnn.setExceptionsEnabled(false);
    long version = JCudnn.cudnnGetVersion();
    return String.format(
        Locale.ROOT, "cuDNN %d.%d.%d", version / 10_000, version / 100 % 100, version % 100);
  }

  @Override
  public String name() {
    return EngineChoice.CUDNN;
  }

  /** Whether it is flat, and as much is padded behind as before. */
  @Override
  public boolean fits(WindowGeometry g) {
    return g.input().depth() == 1
        && g.output().depth() == 1
        && g.window().depth() == 1
        && g.padding().depth() == 0
        && isEven(
            g.input().height(),
            g.output().height(),
            g.window().height(),
            g.stride().height(),
            g.padding().height())
        && isEven(
            g.input().width(),
            g.output().width(),
            g.window().width(),
            g.stride().width(),
            g.padding().width());
  }

  private static boolean isEven(int input, int output, int window, int stride, int padding) {
    return padding < window && (input + 2 * padding - window) / stride + 1 == output;
  }

  private CudnnPlan plan(WindowGeometry g) {
    return plans.computeIfAbsent(g, shape -> new CudnnPlan(handle, shape, precision));
  }

  @Override
  public synchronized long workspaceBytes(ConvolutionProduct product, WindowGeometry g) {
    return plan(g).algorithm(product).bytes();
  }

  @Override
  public synchronized void run(
      ConvolutionProduct product,
      WindowGeometry g,
      long first,
      long second,
      long result,
      long workspace) {
    CudnnPlan plan = plan(g);
    CudnnPlan.Algorithm algorithm = plan.algorithm(product);
    Pointer a = Address.of(first);
    Pointer b = Address.of(second);
    Pointer y = Address.of(result);
    Pointer memory = Address.of(workspace);
    int status =
        switch (product) {
          case FORWARD ->
              JCudnn.cudnnConvolutionForward(
                  handle,
                  one,
                  plan.input,
                  a,
                  plan.filter,
                  b,
                  plan.convolution,
                  algorithm.number(),
                  memory,
                  algorithm.bytes(),
                  zero,
                  plan.output,
                  y);
          case BACKWARD_INPUT ->
              JCudnn.cudnnConvolutionBackwardData(
                  handle,
                  one,
                  plan.filter,
                  a,
                  plan.output,
                  b,
                  plan.convolution,
                  algorithm.number(),
                  memory,
                  algorithm.bytes(),
                  zero,
                  plan.input,
                  y);
          case BACKWARD_WEIGHT ->
              JCudnn.cudnnConvolutionBackwardFilter(
                  handle,
                  one,
                  plan.input,
                  a,
                  plan.output,
                  b,
                  plan.convolution,
                  algorithm.number(),
                  memory,
                  algorithm.bytes(),
                  zero,
                  plan.filter,
                  y);
        };
    check(product + " of " + text(g.input()) + " to " + text(g.output()), status);
  }

  private static String text(Grid grid) {
    return grid.batch() + " x " + grid.height() + " x " + grid.width() + " x " + grid.channels();
  }

  /** Throws unless a call succeeded. */
  static void check(String what, int status) {
    if (status != 0) {
      throw new LibraryException(
          "cuDNN: " + what + " failed: " + JCudnn.cudnnGetErrorString(status));
    }
  }

  synchronized void close() {
    plans.values().forEach(CudnnPlan::close);
    plans.clear();
    JCudnn.cudnnDestroy(handle);
  }
}
