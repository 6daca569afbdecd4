package org.limpid.backend.cpu;

/** Does the chunks of a task, by itself or with others. */
@FunctionalInterface
interface Runner {

  /** Does all chunks on the calling thread, as worker 0. */
  Runner ALONE =
      (chunks, task) -> {
        for (int chunk = 0; chunk < chunks; chunk++) {
          task.run(chunk, 0);
        }
      };

  /** Returns when every chunk is done. */
  void run(int chunks, ChunkTask task);
}
