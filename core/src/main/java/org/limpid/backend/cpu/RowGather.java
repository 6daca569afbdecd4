package org.limpid.backend.cpu;

import java.util.Arrays;

/**
 * Copies listed rows of a matrix, and adds them up again: each sum is made by one worker, in the
 * order of the list.
 */
final class RowGather {

  private static final int NONE = -1;

  private final WorkerPool workers;
  private final Reserve<Chains> reserve = new Reserve<>(Chains::new);

  RowGather(WorkerPool workers) {
    this.workers = workers;
  }

  void forward(int[] rows, int columns, CpuStorage x, CpuStorage y) {
    check(rows, x.length / columns);
    workers.split(
        rows.length,
        grain(columns),
        (begin, end, worker) -> {
          for (int i = begin; i < end; ) {
            int to = y.offset + i * columns;
            int count = run(rows, i, end);
            if (rows[i] == NONE) {
              Arrays.fill(y.array, to, to + columns, 0);
            } else {
              System.arraycopy(x.array, x.offset + rows[i] * columns, y.array, to, count * columns);
            }
            i += count;
          }
        });
  }

  /** How many rows from one on lie behind each other in both lists. */
  private static int run(int[] rows, int from, int end) {
    int to = from + 1;
    while (to < end && rows[from] != NONE && rows[to] == rows[from] + (to - from)) {
      to++;
    }
    return to - from;
  }

  void backward(int[] rows, int columns, CpuStorage gradY, CpuStorage gradX) {
    int count = gradX.length / columns;
    check(rows, count);
    // A chain for each row of the places it was copied to, in ascending order.
    Chains chains = reserve.take();
    chains.reach(count, rows.length);
    int[] first = chains.first;
    int[] next = chains.next;
    Arrays.fill(first, 0, count, NONE);
    for (int i = rows.length - 1; i >= 0; i--) {
      if (rows[i] != NONE) {
        next[i] = first[rows[i]];
        first[rows[i]] = i;
      }
    }
    workers.split(
        count,
        grain(columns),
        (begin, end, worker) -> {
          Arrays.fill(gradX.array, gradX.offset + begin * columns, gradX.offset + end * columns, 0);
          for (int row = begin; row < end; row++) {
            int to = gradX.offset + row * columns;
            for (int i = first[row]; i != NONE; i = next[i]) {
              Rows.add(gradY.array, gradY.offset + i * columns, gradX.array, to, columns);
            }
          }
        });
    reserve.give(chains);
  }

  /** Lists of places, kept from kernel to kernel: the first of each row, and the next of each. */
  private static final class Chains {

    private int[] first = {};
    private int[] next = {};

    /** Makes room, for undefined contents. */
    void reach(int rows, int places) {
      if (first.length < rows) {
        first = new int[rows];
      }
      if (next.length < places) {
        next = new int[places];
      }
    }
  }

  private static int grain(int columns) {
    return Math.max(1, Elements.CHUNK / columns);
  }

  private static void check(int[] rows, int count) {
    for (int row : rows) {
      if (row < NONE || row >= count) {
        throw new IllegalArgumentException(
            "gatherRows: row " + row + " (expected: -1 to " + (count - 1) + ")");
      }
    }
  }
}
