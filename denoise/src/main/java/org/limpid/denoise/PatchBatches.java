package org.limpid.denoise;

import java.util.ArrayList;
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
  public List<String> remarks() {
    return SampleSource.remarks(sampler.gaps(), sampler.pixels());
  }

  @Override
  public int stepsPerEpoch() {
    long patches = Math.max(1, sampler.pixels() / extents.volume());
    return Math.toIntExact((patches + options.batchSize() - 1) / options.batchSize());
  }

  /** The patches held out; all of them counts. */
  List<HostBatch> validation() {
    return heldOut((i, extents) -> PairSamples.ones(extents, 1));
  }

  /** The same, of which a random part counts. */
  List<HostBatch> examination(float share) {
    return heldOut(
        (i, extents) -> {
          RandomKey key = new RandomKey(options.seed(), Purposes.EXAMINATION, -1 - i);
          Pixels counted = Pixels.zeros(extents, 1);
          for (int p = 0; p < counted.values().length; p++) {
            counted.values()[p] = key.uniform(p) < share ? 1 : 0;
          }
          return counted;
        });
  }

  /** What counts in a patch, {@code [D, H, W, 1]}. */
  @FunctionalInterface
  private interface Counted {
    Pixels of(int patch, Size3 extents);
  }

  private List<HostBatch> heldOut(Counted counted) {
    List<HostBatch> batches = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    List<Window> windows = sampler.heldOut();
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      Pixels mask = SampleSource.both(sampler.counted(window), counted.of(i, window.size()));
      samples.add(sample(sampler.cut(window), mask));
      if (samples.size() == options.batchSize() || i == windows.size() - 1) {
        batches.add(HostBatch.of(samples, extents, volumetric));
        samples.clear();
      }
    }
    return batches;
  }

  private static Sample sample(Pixels noisy, Pixels counted) {
    return new Sample(noisy, noisy, SampleSource.weight(counted, noisy.channels()));
  }
}
