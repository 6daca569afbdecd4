package org.limpid.denoise.training;

import org.limpid.tensor.Tensor;

/**
 * A batch on the device: {@code [N, H, W, C]}, or {@code [N, D, H, W, C]} for volumes.
 *
 * @param input what the network is shown
 * @param target what it should give
 * @param weight how much each value of the target counts; of the target's shape
 */
public record TrainingBatch(Tensor input, Tensor target, Tensor weight) {}
