package org.limpid.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.BatchSource;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.Sample;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/**
 * Batches of patches as they are, for methods that hide values on the device: input and target are
 * the same, and all counts that is not held out.
 *
 * @param sampler where patches come from
 * @param augmentation how they are changed
 * @param extents of a batch's elements
 * @param volumetric whether batches have a depth axis
 * @param options batch size and seed
 */
record PatchBatches(
    PatchSampler sampler,
    Augmentation augmentation,
    Size3 extents,
    boolean volumetric,
    TrainingOptions options)
    implements BatchSource {

  @Override
  public HostBatch batch(int step) {
    RandomKey key = new RandomKey(options.seed(), Purposes.BATCH, step);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < options.batchSize(); i++) {
      RandomGenerator random = key.child(i).generator();
      Window window = sampler.draw(random);
      UnaryOperator<Pixels> change = augmentation.draw(window.size(), random);
      samples.add(
          sample(change.apply(sampler.cut(window)), change.apply(sampler.trainable(window))));
    }
    return HostBatch.of(samples, extents, volumetric);
  }

  @Override
  public int stepsPerEpoch() {
    long patches = Math.max(1, sampler.pixels() / extents.volume());
    return Math.toIntExact((patches + options.batchSize() - 1) / options.batchSize());
  }

  /** The patches held out. */
  List<HostBatch> validation() {
    List<HostBatch> batches = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    List<Window> windows = sampler.heldOut();
    for (int i = 0; i < windows.size(); i++) {
      Pixels all = Pixels.zeros(windows.get(i).size(), 1);
      Arrays.fill(all.values(), 1);
      samples.add(sample(sampler.cut(windows.get(i)), all));
      if (samples.size() == options.batchSize() || i == windows.size() - 1) {
        batches.add(HostBatch.of(samples, extents, volumetric));
        samples.clear();
      }
    }
    return batches;
  }

  private static Sample sample(Pixels noisy, Pixels counted) {
    int channels = noisy.channels();
    Pixels weight = Pixels.zeros(noisy.extents(), channels);
    for (int i = 0; i < weight.values().length; i++) {
      weight.values()[i] = counted.values()[i / channels];
    }
    return new Sample(noisy, noisy, weight);
  }
}
