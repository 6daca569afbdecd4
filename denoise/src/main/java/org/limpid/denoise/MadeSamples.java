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
    Sample made = maker.make(sampler, place, random);
    Pixels weight = made.weight().copy();
    Pixels trainable = sampler.trainable(place);
    for (int i = 0; i < weight.values().length; i++) {
      weight.values()[i] *= trainable.values()[i / weight.channels()];
    }
    return new Sample(
        change.apply(made.input()), change.apply(made.target()), change.apply(weight));
  }

  @Override
  public int heldOut() {
    return sampler.heldOut().size();
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    return maker.make(sampler, sampler.heldOut().get(index), key.generator());
  }

  @Override
  public long pixels() {
    return sampler.pixels();
  }
}
