package org.limpid.backend.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Memory for the duration of a kernel: one array for each worker, from the pool, taken when a
 * worker first asks. Contents are undefined. Used by the workers of one {@link WorkerPool#run}
 * call.
 */
final class Scratch implements AutoCloseable {

  private final BufferPool memory;
  private final int elements;
  private final float[] @Nullable [] arrays;

  /**
   * Takes nothing yet.
   *
   * @param memory where arrays come from
   * @param workers how many workers there can be, {@link WorkerPool#workers()}
   * @param elements least length of each array
   */
  Scratch(BufferPool memory, int workers, int elements) {
    this.memory = memory;
    this.elements = elements;
    this.arrays = new float[workers] @Nullable [];
  }

  /** The array of a worker; call it on that worker only. May be longer than asked. */
  float[] of(int worker) {
    float[] array = arrays[worker];
    if (array == null) {
      array = memory.take(elements);
      arrays[worker] = array;
    }
    return array;
  }

  /** Gives all arrays back; the run must be over. */
  @Override
  public void close() {
    for (float[] array : arrays) {
      if (array != null) {
        memory.give(array);
      }
    }
  }
}
