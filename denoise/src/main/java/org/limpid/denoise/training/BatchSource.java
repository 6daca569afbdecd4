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

  /**
   * How many steps show about as many pixels as there are: an epoch. 0 where there is no such
   * number, as for images that are made up endlessly; epochs then have to say their steps.
   */
  default int stepsPerEpoch() {
    return 0;
  }
}
