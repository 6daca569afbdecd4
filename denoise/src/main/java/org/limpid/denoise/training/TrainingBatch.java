package org.limpid.denoise.training;

import org.jspecify.annotations.Nullable;
import org.limpid.nn.Sites;
import org.limpid.tensor.Tensor;

/**
 * A batch on the device: {@code [N, H, W, C]}, or {@code [N, D, H, W, C]} for volumes.
 *
 * @param input what the network is shown
 * @param target what it should give
 * @param weight how much each value of the target counts; of the target's shape
 * @param sites the pixels that count, where they are few; null where they are many
 */
public record TrainingBatch(Tensor input, Tensor target, Tensor weight, @Nullable Sites sites) {

  /** A batch of which every pixel may count. */
  public TrainingBatch(Tensor input, Tensor target, Tensor weight) {
    this(input, target, weight, null);
  }
}
