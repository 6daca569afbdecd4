package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.BatchSource;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.Sample;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/**
 * Batches of samples, each with a key of its own.
 *
 * @param samples where they come from
 * @param extents of a batch's elements
 * @param volumetric whether batches have a depth axis
 * @param options batch size and seed
 */
record SampleBatches(
    SampleSource samples, Size3 extents, boolean volumetric, TrainingOptions options)
    implements BatchSource {

  @Override
  public HostBatch batch(int step) {
    RandomKey key = new RandomKey(options.seed(), Purposes.BATCH, step);
    List<Sample> batch = new ArrayList<>();
    for (int i = 0; i < options.batchSize(); i++) {
      batch.add(samples.training(key.child(i)));
    }
    return HostBatch.of(batch, extents, volumetric);
  }

  @Override
  public List<String> remarks() {
    return SampleSource.remarks(samples.gaps(), Math.max(1, samples.pixels()));
  }

  @Override
  public int stepsPerEpoch() {
    double patches = Math.ceil(samples.pixels() / (double) extents.volume());
    return (int) Math.ceil(patches / options.batchSize());
  }

  /** What is held out, always the same. */
  List<HostBatch> validation() {
    List<HostBatch> batches = new ArrayList<>();
    List<Sample> batch = new ArrayList<>();
    for (int i = 0; i < samples.heldOut(); i++) {
      batch.add(samples.validation(i, new RandomKey(options.seed(), Purposes.VALIDATION, i)));
      if (batch.size() == options.batchSize() || i == samples.heldOut() - 1) {
        batches.add(HostBatch.of(batch, extents, volumetric));
        batch.clear();
      }
    }
    return batches;
  }
}
