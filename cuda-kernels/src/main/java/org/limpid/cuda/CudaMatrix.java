package org.limpid.cuda;

import org.limpid.backend.MatrixKernels;
import org.limpid.backend.Storage;

/** Dense matrix product in exact float32. */
final class CudaMatrix implements MatrixKernels {

  private static final int TILE = 64;

  private final Launcher gpu;

  CudaMatrix(Launcher gpu) {
    this.gpu = gpu;
  }

  @Override
  public void multiply(
      int rows,
      int inner,
      int columns,
      Storage a,
      boolean transposeA,
      Storage b,
      boolean transposeB,
      Storage y) {
    CudaStorage left = gpu.of("multiply", "a", a, (long) rows * inner);
    CudaStorage right = gpu.of("multiply", "b", b, (long) inner * columns);
    CudaStorage to = gpu.of("multiply", "y", y, (long) rows * columns);
    if (to.length == 0) {
      return;
    }
    gpu.run(
        "matrix",
        "multiply",
        Launcher.blocks(rows, TILE),
        Launcher.blocks(columns, TILE),
        rows,
        inner,
        columns,
        left,
        transposeA ? 1 : inner,
        transposeA ? rows : 1,
        right,
        transposeB ? 1 : columns,
        transposeB ? inner : 1,
        to);
  }
}
