package org.limpid.cuda;

import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;
import org.limpid.cuda.CudaGpu.Address;

/**
 * NVIDIA's cuBLAS through JCublas: exact float32. It has column-major matrices, so that it is asked
 * for the transposed product of the transposed operands, which lie there as they are.
 */
final class Cublas implements MatrixLibrary {

  /** {@code CUBLAS_STATUS_ALLOC_FAILED}. */
  private static final int NOT_ALLOCATED = 3;

  private final cublasHandle handle = new cublasHandle();
  private final Pointer one = Pointer.to(new float[] {1});
  private final Pointer zero = Pointer.to(new float[] {0});

  /**
   * Opens it in the context of the calling thread.
   *
   * @throws LinkageError if it is not there
   * @throws LibraryException if it does not start
   */
  Cublas(CUstream stream) {
    load();
    check("start", JCublas2.cublasCreate(handle));
    check("stream", JCublas2.cublasSetStream(handle, new cudaStream_t(stream)));
  }

  /** Loads the libraries and says so. */
  static String load() {
    JCublas2.setExceptionsEnabled(false);
    return "cuBLAS 12";
  }

  @Override
  public String name() {
    return EngineChoice.CUBLAS;
  }

  @Override
  public synchronized void multiply(MatrixShape s, long a, long b, long y) {
    int status =
        JCublas2.cublasSgemm(
            handle,
            operation(s.transposeB()),
            operation(s.transposeA()),
            s.columns(),
            s.rows(),
            s.inner(),
            one,
            Address.of(b),
            s.transposeB() ? s.inner() : s.columns(),
            Address.of(a),
            s.transposeA() ? s.rows() : s.inner(),
            zero,
            Address.of(y),
            s.columns());
    check("product of " + s.rows() + " x " + s.inner() + " x " + s.columns(), status);
  }

  private static int operation(boolean isTransposed) {
    return isTransposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  private static void check(String what, int status) {
    if (status != 0) {
      throw new LibraryException(
          "cuBLAS: "
              + what
              + " failed with status "
              + status
              + (status == NOT_ALLOCATED ? " (no memory)" : ""));
    }
  }

  void close() {
    JCublas2.cublasDestroy(handle);
  }
}
