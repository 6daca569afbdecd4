package org.limpid.denoise.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * The same as it is best sent to the device: what that makes itself need not be in it. Called as
   * {@link #batch} is.
   */
  default Batch shipped(int step) {
    return batch(step);
  }

  /**
   * A patch as the network is given it in prediction, {@code [1, H, W, C]} or {@code [1, D, H, W,
   * C]}, to show how far training is; null for the first input of the first batch.
   */
  default @Nullable HostArray preview() {
    return null;
  }

  /** What listeners shall be warned of about the images behind the batches; asked once. */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * How many steps show about as many pixels as there are: an epoch. 0 where there is no such
   * number, as for images that are made up endlessly; epochs then have to say their steps.
   */
  default int stepsPerEpoch() {
    return 0;
  }
}
