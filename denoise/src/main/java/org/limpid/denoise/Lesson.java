package org.limpid.denoise;

import java.util.List;
import org.limpid.denoise.training.BatchSource;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Objective;

/**
 * What a method has a network learn.
 *
 * @param objective what is minimised
 * @param batches what is learned from
 * @param validation what is held out; empty for none
 * @param examination judges the result
 */
record Lesson(
    Objective objective, BatchSource batches, List<HostBatch> validation, Examination examination) {

  /** Number of patches held out. */
  int heldOut() {
    return validation.stream().mapToInt(HostBatch::size).sum();
  }
}
