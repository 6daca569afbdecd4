package org.limpid.denoise;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/**
 * Samples of a maker of one's own at random places, augmented; what is held out does not count.
 *
 * @param sampler draws places
 * @param maker makes samples
 * @param augmentation how they are flipped and turned
 */
record MadeSamples(PatchSampler sampler, SampleMaker maker, Augmentation augmentation)
    implements SampleSource {

  @Override
  public Sample training(RandomKey key) {
    RandomGenerator random = key.generator();
    Window place = sampler.draw(random);
    UnaryOperator<Pixels> change = augmentation.draw(place.size(), random);
    Sample made = weighted(maker.make(sampler, place, random), sampler.trainable(place));
    return new Sample(
        change.apply(made.input()), change.apply(made.target()), change.apply(made.weight()));
  }

  private static Sample weighted(Sample made, Pixels mask) {
    Pixels counted = SampleSource.weight(mask, made.target().channels());
    return new Sample(made.input(), made.target(), SampleSource.both(counted, made.weight()));
  }

  @Override
  public int heldOut() {
    return sampler.heldOut().size();
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    Window place = sampler.heldOut().get(index);
    return weighted(maker.make(sampler, place, key.generator()), sampler.counted(place));
  }

  @Override
  public long gaps() {
    return sampler.gaps();
  }

  @Override
  public long pixels() {
    return sampler.pixels();
  }
}
