package org.limpid.backend.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.AxisGeometry;
import org.limpid.backend.ReductionKernels;
import org.limpid.backend.Storage;

/**
 * Sums along an axis and their adjoint. A long axis is cut into parts, a wide one into blocks of
 * columns; parts are summed in double precision and added up in their order.
 */
final class CpuReduction implements ReductionKernels {

  private static final int BLOCK = 1 << 12;
  private static final int MOST_PARTS = 64;

  private final WorkerPool workers;

  CpuReduction(WorkerPool workers) {
    this.workers = workers;
  }

  @Override
  public void sum(AxisGeometry axis, Storage x, Storage y) {
    CpuStorage from = CpuStorage.of("sum", "x", x, axis.outer() * axis.length() * axis.inner());
    CpuStorage to = CpuStorage.of("sum", "y", y, axis.outer() * axis.inner());
    if (to.length == 0) {
      return;
    }
    int length = (int) axis.length();
    int inner = (int) axis.inner();
    int block = Math.min(inner, BLOCK);
    long blocks = axis.outer() * ((inner + block - 1) / block);
    long parts = Math.min((long) length * block / Elements.CHUNK, MOST_PARTS / blocks);
    if (parts <= 1) {
      sumWhole(from, length, inner, block, to);
    } else {
      sumParts(from, length, inner, block, (int) parts, to);
    }
  }

  @Override
  public void repeat(AxisGeometry axis, Storage x, Storage y) {
    CpuStorage from = CpuStorage.of("repeat", "x", x, axis.outer() * axis.inner());
    CpuStorage to = CpuStorage.of("repeat", "y", y, axis.outer() * axis.length() * axis.inner());
    if (to.length == 0) {
      return;
    }
    int length = (int) axis.length();
    int inner = (int) axis.inner();
    int rows = to.length / inner;
    workers.split(
        rows,
        Math.max(1, Elements.CHUNK / inner),
        (begin, end, worker) -> {
          if (inner == 1) {
            repeatElements(from, length, to, begin, end);
          } else {
            for (int row = begin; row < end; row++) {
              System.arraycopy(
                  from.array,
                  from.offset + row / length * inner,
                  to.array,
                  to.offset + row * inner,
                  inner);
            }
          }
        });
  }

  private void sumWhole(CpuStorage x, int length, int inner, int block, CpuStorage y) {
    int blocks = (inner + block - 1) / block;
    int tasks = y.length / inner * blocks;
    double[] @Nullable [] sumsOf = new double[workers.workers()] @Nullable [];
    workers.split(
        tasks,
        (int) Math.max(1, Elements.CHUNK / Math.max(1, (long) length * block)),
        (begin, end, worker) -> {
          double[] sums = sumsOf[worker];
          if (sums == null) {
            sums = new double[block];
            sumsOf[worker] = sums;
          }
          for (int task = begin; task < end; task++) {
            int outer = task / blocks;
            int column = task % blocks * block;
            int columns = Math.min(block, inner - column);
            int at = x.offset + outer * length * inner + column;
            ColumnSums.of(x.array, at, length, inner, columns, sums, 0);
            int target = y.offset + outer * inner + column;
            for (int i = 0; i < columns; i++) {
              y.array[target + i] = (float) sums[i];
            }
          }
        });
  }

  private void sumParts(CpuStorage x, int length, int inner, int block, int parts, CpuStorage y) {
    int blocks = (inner + block - 1) / block;
    double[] sums = new double[parts * y.length];
    int rowsPerPart = (length + parts - 1) / parts;
    workers.run(
        y.length / inner * blocks * parts,
        (chunk, worker) -> {
          int part = chunk % parts;
          int column = chunk / parts % blocks * block;
          int outer = chunk / parts / blocks;
          int row = Math.min(part * rowsPerPart, length);
          int rows = Math.min(length - row, rowsPerPart);
          int columns = Math.min(block, inner - column);
          int at = x.offset + (outer * length + row) * inner + column;
          int to = part * y.length + outer * inner + column;
          ColumnSums.of(x.array, at, rows, inner, columns, sums, to);
        });
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int part = 0; part < parts; part++) {
        sum += sums[part * y.length + i];
      }
      y.array[y.offset + i] = (float) sum;
    }
  }

  /** Elements {@code begin} to {@code end - 1} of {@code y [outer, length]}. */
  private static void repeatElements(CpuStorage x, int length, CpuStorage y, int begin, int end) {
    for (int i = begin; i < end; ) {
      int next = Math.min(end, (i / length + 1) * length);
      Arrays.fill(y.array, y.offset + i, y.offset + next, x.array[x.offset + i / length]);
      i = next;
    }
  }
}
