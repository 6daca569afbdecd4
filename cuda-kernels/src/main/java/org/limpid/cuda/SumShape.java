package org.limpid.cuda;

import org.limpid.backend.AxisGeometry;

/**
 * How a sum over the middle axis of {@code [outer, length, inner]} is cut into blocks; {@code
 * sums.cuh} says what it means. Depends on the extents only, so that the order of a sum does too.
 *
 * @param length extent that is summed
 * @param inner columns
 * @param columns columns of a block
 * @param chunk how much of the axis a block sums
 * @param chunks number of blocks along the axis
 * @param outer number of sums for each column
 */
record SumShape(int length, int inner, int columns, int chunk, int chunks, int outer) {

  /** Elements that a thread adds at least, before threads and blocks are added up. */
  private static final int PER_THREAD = 16;

  /** Chunks that one thread adds up in the end. */
  private static final int MOST_CHUNKS = 256;

  static SumShape of(AxisGeometry axis) {
    int length = Math.toIntExact(axis.length());
    int inner = Math.toIntExact(axis.inner());
    int columns = Math.min(inner, Launcher.THREADS);
    int rows = Launcher.THREADS / columns;
    int chunk = Math.max(rows * PER_THREAD, Launcher.blocks(length, MOST_CHUNKS));
    int chunks = Math.max(1, Launcher.blocks(length, chunk));
    return new SumShape(length, inner, columns, chunk, chunks, Math.toIntExact(axis.outer()));
  }

  /** As the kernels take it. */
  int[] ints() {
    return new int[] {length, inner, columns, chunk, chunks};
  }

  int blocks() {
    long blocks = (long) outer * Launcher.blocks(inner, columns) * chunks;
    return Math.toIntExact(blocks);
  }

  /** Floats that the partial sums take, in double precision: {@code count} for each column. */
  long scratch(int count) {
    return 2L * outer * inner * chunks * count;
  }
}
