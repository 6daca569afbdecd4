package org.limpid.denoise.training;

import org.limpid.tensor.Device;

/** What a step learns from, made ahead, until the step puts it on the device. */
public interface Batch {

  /** Number of samples. */
  int size();

  /** Whether any value counts; steps pass over batches in which none does. */
  boolean isCounted();

  /** The tensors, new ones; the same numbers on every device. */
  TrainingBatch upload(Device device);

  /** The same numbers in host memory. */
  HostBatch host();
}
