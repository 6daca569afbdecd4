package org.limpid.denoise;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/**
 * Patches of estimates of what noisy images show: a network is shown them with fresh noise, as
 * strong as that of the images, and asked for them.
 *
 * @param sampler draws patches from the noisy images and says what counts
 * @param estimates in the order of those images
 * @param noise how strong it is
 * @param augmentation how patches are flipped and turned
 */
record RenoisedSamples(
    PatchSampler sampler, List<PixelSource> estimates, NoiseModel noise, Augmentation augmentation)
    implements SampleSource {

  @Override
  public Sample training(RandomKey key) {
    RandomGenerator random = key.generator();
    Window window = sampler.draw(random);
    UnaryOperator<Pixels> change = augmentation.draw(window.size(), random);
    return sample(change.apply(estimate(window)), change.apply(sampler.trainable(window)), random);
  }

  @Override
  public int heldOut() {
    return sampler.heldOut().size();
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    Window window = sampler.heldOut().get(index);
    return sample(estimate(window), sampler.counted(window), key.generator());
  }

  @Override
  public long gaps() {
    return sampler.gaps();
  }

  @Override
  public long pixels() {
    return sampler.pixels();
  }

  private Pixels estimate(Window window) {
    return estimates.get(window.image()).cut(window.from(), window.size());
  }

  private Sample sample(Pixels estimate, Pixels mask, RandomGenerator random) {
    Pixels noisy = estimate.copy();
    float[] values = noisy.values();
    for (int i = 0; i < values.length; i++) {
      double variance = noise.varianceAt(values[i], i % estimate.channels());
      values[i] += (float) (Math.sqrt(variance) * random.nextGaussian());
    }
    return new Sample(noisy, estimate, SampleSource.weight(mask, estimate.channels()));
  }
}
