package org.limpid.denoise;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/**
 * Patches from pairs of images: both are cut at the same place and turned alike.
 *
 * @param sampler draws places, cuts inputs
 * @param targets in the order of the sampler's images
 * @param swap whether a coin decides which of the two is the input
 * @param augmentation how patches are flipped and turned
 */
record PairSamples(
    PatchSampler sampler, List<PixelSource> targets, boolean swap, Augmentation augmentation)
    implements SampleSource {

  @Override
  public Sample training(RandomKey key) {
    RandomGenerator random = key.generator();
    Window window = sampler.draw(random);
    UnaryOperator<Pixels> change = augmentation.draw(window.size(), random);
    Pixels input = change.apply(sampler.cut(window));
    Pixels target = change.apply(target(window));
    Pixels mask = SampleSource.both(sampler.trainable(window), targetCounted(window));
    Pixels weight = SampleSource.weight(change.apply(mask), target.channels());
    boolean isSwapped = swap && random.nextInt(2) == 1;
    return isSwapped ? new Sample(target, input, weight) : new Sample(input, target, weight);
  }

  @Override
  public int heldOut() {
    return sampler.heldOut().size();
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    Window window = sampler.heldOut().get(index);
    Pixels target = target(window);
    Pixels mask = SampleSource.both(sampler.counted(window), targetCounted(window));
    return new Sample(sampler.cut(window), target, SampleSource.weight(mask, target.channels()));
  }

  @Override
  public long gaps() {
    return sampler.gaps() + targets.stream().mapToLong(PixelSource::gaps).sum();
  }

  @Override
  public long pixels() {
    return sampler.pixels();
  }

  private Pixels target(Window window) {
    return targets.get(window.image()).cut(window.from(), window.size());
  }

  private Pixels targetCounted(Window window) {
    return targets.get(window.image()).counted(window.from(), window.size());
  }

  static Pixels ones(Size3 extents, int channels) {
    Pixels ones = Pixels.zeros(extents, channels);
    Arrays.fill(ones.values(), 1);
    return ones;
  }
}
