package org.limpid.backend.cpu;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.limpid.backend.MatrixKernels;
import org.limpid.backend.Storage;

/**
 * Matrix product by EJML, a block of rows for each chunk. EJML's matrices start at the beginning of
 * their array, so blocks of A and of the result pass through scratch memory.
 */
final class CpuMatrix implements MatrixKernels {

  /** Multiply-adds of a chunk, about. */
  private static final int CHUNK = 1 << 19;

  private final WorkerPool workers;
  private final BufferPool memory;

  CpuMatrix(WorkerPool workers, BufferPool memory) {
    this.workers = workers;
    this.memory = memory;
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
    CpuStorage left = CpuStorage.of("multiply", "a", a, (long) rows * inner);
    CpuStorage right = CpuStorage.of("multiply", "b", b, (long) inner * columns);
    CpuStorage to = CpuStorage.of("multiply", "y", y, (long) rows * columns);
    if (to.length == 0) {
      return;
    }
    long rowCost = (long) inner * columns + 1;
    int grain = (int) Math.max(4, Math.min(rows, CHUNK / rowCost));
    int block = Math.min(rows, grain);
    float[] wholeB = right.offset == 0 ? right.array : memory.take(right.length);
    if (right.offset != 0) {
      System.arraycopy(right.array, right.offset, wholeB, 0, right.length);
    }
    FMatrixRMaj matrixB =
        transposeB
            ? FMatrixRMaj.wrap(columns, inner, wholeB)
            : FMatrixRMaj.wrap(inner, columns, wholeB);
    try (Scratch blocksA =
            new Scratch(memory, workers.workers(), Math.multiplyExact(block, inner));
        Scratch blocksY = new Scratch(memory, workers.workers(), block * columns)) {
      workers.split(
          rows,
          grain,
          (from, end, worker) -> {
            int count = end - from;
            FMatrixRMaj matrixY = FMatrixRMaj.wrap(count, columns, blocksY.of(worker));
            float[] blockA = blocksA.of(worker);
            if (transposeA) {
              copyColumns(left, rows, from, count, inner, blockA);
              multiply(FMatrixRMaj.wrap(inner, count, blockA), true, matrixB, transposeB, matrixY);
            } else {
              System.arraycopy(left.array, left.offset + from * inner, blockA, 0, count * inner);
              multiply(FMatrixRMaj.wrap(count, inner, blockA), false, matrixB, transposeB, matrixY);
            }
            System.arraycopy(
                matrixY.data, 0, to.array, to.offset + from * columns, count * columns);
          });
    } finally {
      if (right.offset != 0) {
        memory.give(wholeB);
      }
    }
  }

  private static void multiply(
      FMatrixRMaj a, boolean transposeA, FMatrixRMaj b, boolean transposeB, FMatrixRMaj y) {
    if (transposeA && transposeB) {
      CommonOps_FDRM.multTransAB(a, b, y);
    } else if (transposeA) {
      CommonOps_FDRM.multTransA(a, b, y);
    } else if (transposeB) {
      CommonOps_FDRM.multTransB(a, b, y);
    } else {
      CommonOps_FDRM.mult(a, b, y);
    }
  }

  /** Columns {@code from} to {@code from + count - 1} of {@code a [inner, rows]}. */
  private static void copyColumns(
      CpuStorage a, int rows, int from, int count, int inner, float[] block) {
    for (int i = 0; i < inner; i++) {
      System.arraycopy(a.array, a.offset + i * rows + from, block, i * count, count);
    }
  }
}
