package org.limpid.denoise.training;

/** Which weights a training leaves in the network. */
public enum Selection {
  /** The average over the last steps; see {@link TrainingOptions#weightAveraging}. */
  LAST,
  /**
   * Those with the lowest validation loss. Only where that loss {@linkplain Objective#isRanking
   * ranks} results; elsewhere there is a warning, and it is the last.
   */
  BEST
}
