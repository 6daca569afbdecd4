package org.limpid.backend.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Memory for the duration of a kernel: arrays for each worker, from the pool, taken when a worker
 * first asks. Contents are undefined. Used by the workers of one {@link WorkerPool#run} call.
 */
final class Scratch implements AutoCloseable {

  private final BufferPool memory;
  private final int count;
  private final int elements;
  private final float[] @Nullable [][] arrays;

  /** One array for each worker; see {@link #Scratch(BufferPool, int, int, int)}. */
  Scratch(BufferPool memory, int workers, int elements) {
    this(memory, workers, 1, elements);
  }

  /**
   * Takes nothing yet.
   *
   * @param memory where arrays come from
   * @param workers how many workers there can be, {@link WorkerPool#workers()}
   * @param count arrays for each worker
   * @param elements least length of each array
   */
  Scratch(BufferPool memory, int workers, int count, int elements) {
    this.memory = memory;
    this.count = count;
    this.elements = elements;
    this.arrays = new float[workers] @Nullable [][];
  }

  /** The first array of a worker; call it on that worker only. May be longer than asked. */
  float[] of(int worker) {
    return of(worker, 0);
  }

  /** One of the arrays of a worker; call it on that worker only. May be longer than asked. */
  float[] of(int worker, int index) {
    return all(worker)[index];
  }

  /** All arrays of a worker; call it on that worker only. May be longer than asked. */
  float[][] all(int worker) {
    float[][] own = arrays[worker];
    if (own == null) {
      own = new float[count][];
      for (int i = 0; i < count; i++) {
        own[i] = memory.take(elements);
      }
      arrays[worker] = own;
    }
    return own;
  }

  /** Gives all arrays back; the run must be over. */
  @Override
  public void close() {
    for (float[][] own : arrays) {
      if (own != null) {
        for (float[] array : own) {
          memory.give(array);
        }
      }
    }
  }
}
