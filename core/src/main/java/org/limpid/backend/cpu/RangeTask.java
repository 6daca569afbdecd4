package org.limpid.backend.cpu;

/** Work on a range of elements or rows. */
@FunctionalInterface
interface RangeTask {

  /**
   * Does items {@code from} to {@code to - 1}.
   *
   * @param from first item
   * @param to behind the last item
   * @param worker as in {@link ChunkTask#run}
   */
  void run(int from, int to, int worker);
}
