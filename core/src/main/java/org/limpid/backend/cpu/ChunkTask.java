package org.limpid.backend.cpu;

/** Work that falls into independent chunks. */
@FunctionalInterface
interface ChunkTask {

  /**
   * Does one chunk.
   *
   * @param chunk which one, from 0
   * @param worker who does it, below {@link WorkerPool#workers()}; no two chunks of a run have the
   *     same worker at the same time, so it can index scratch memory. The result must not depend on
   *     it.
   */
  void run(int chunk, int worker);
}
