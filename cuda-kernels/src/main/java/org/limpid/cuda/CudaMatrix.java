package org.limpid.cuda;

import java.util.List;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.Storage;

/** Dense matrix product in float32, by the engine that is best at its shape. */
final class CudaMatrix implements MatrixKernels {

  private static final int TILE = 64;

  private final Launcher gpu;
  private final EngineChoice choice;
  private final List<MatrixEngine> engines;

  /** One way to compute products. */
  private record MatrixEngine(String name, Product product) implements Engine {}

  private interface Product {
    void put(MatrixShape shape, CudaStorage a, CudaStorage b, CudaStorage y);
  }

  CudaMatrix(Launcher gpu, EngineChoice choice, Libraries libraries) {
    this.gpu = gpu;
    this.choice = choice;
    MatrixEngine own = new MatrixEngine(EngineChoice.OWN, this::own);
    MatrixLibrary library = libraries.matrix();
    engines =
        library == null
            ? List.of(own)
            : List.of(
                own,
                new MatrixEngine(
                    library.name(),
                    (shape, a, b, y) ->
                        ProductConvolution.put(
                            gpu, library, shape, a.address, b.address, y.address)));
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
    MatrixShape shape = new MatrixShape(rows, inner, columns, transposeA, transposeB);
    choice.run(
        shape,
        inner == 0 ? engines.subList(0, 1) : engines,
        to,
        (engine, output) -> engine.product.put(shape, left, right, output));
  }

  private void own(MatrixShape s, CudaStorage a, CudaStorage b, CudaStorage y) {
    gpu.run(
        "matrix",
        "multiply",
        Launcher.blocks(s.rows(), TILE),
        Launcher.blocks(s.columns(), TILE),
        s.rows(),
        s.inner(),
        s.columns(),
        a,
        s.transposeA() ? 1 : s.inner(),
        s.transposeA() ? s.rows() : 1,
        b,
        s.transposeB() ? 1 : s.columns(),
        s.transposeB() ? s.inner() : 1,
        y);
  }
}
