package org.limpid.cuda.ptx;

/** What an instruction does, for some lanes of a block at once. */
@FunctionalInterface
interface Op {
  /** Runs it for the first {@code count} of {@code lanes}. */
  void run(int[] lanes, int count);
}
