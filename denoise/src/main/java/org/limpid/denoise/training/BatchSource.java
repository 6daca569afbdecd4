package org.limpid.denoise.training;

/** Makes batches. The same step must give the same batch, whatever was asked for before. */
@FunctionalInterface
public interface BatchSource {

  /**
   * The batch of a step. Called by one thread at a time, ahead of the training thread.
   *
   * @param step 0 for the first step
   */
  HostBatch batch(int step);
}
