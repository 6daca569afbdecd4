package org.limpid.denoise;

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
 * Patches of images with clutter added: the network is shown the sum and asked for the patch.
 *
 * @param sampler draws and cuts patches
 * @param clutter where clutter is cut, of any extents; 0 on the network's scale is none
 * @param layers how many cuts of clutter are added
 * @param augmentation how patches, and apart from them cuts of clutter, are flipped and turned
 */
record MixedSamples(
    PatchSampler sampler, List<PixelSource> clutter, int layers, Augmentation augmentation)
    implements SampleSource {

  @Override
  public Sample training(RandomKey key) {
    RandomGenerator random = key.generator();
    Window window = sampler.draw(random);
    UnaryOperator<Pixels> change = augmentation.draw(window.size(), random);
    Pixels patch = change.apply(sampler.cut(window));
    Pixels mask = change.apply(sampler.trainable(window));
    return new Sample(mixed(patch, random), patch, SampleSource.weight(mask, patch.channels()));
  }

  @Override
  public int heldOut() {
    return sampler.heldOut().size();
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    Pixels patch = sampler.cut(sampler.heldOut().get(index));
    Pixels counted = sampler.counted(sampler.heldOut().get(index));
    Pixels weight = SampleSource.weight(counted, patch.channels());
    return new Sample(mixed(patch, key.generator()), patch, weight);
  }

  @Override
  public long gaps() {
    return sampler.gaps();
  }

  @Override
  public long pixels() {
    return sampler.pixels();
  }

  private Pixels mixed(Pixels patch, RandomGenerator random) {
    Pixels sum = patch.copy();
    for (int layer = 0; layer < layers; layer++) {
      PixelSource source = clutter.get(random.nextInt(clutter.size()));
      Size3 from = place(source.extents(), patch.extents(), random);
      UnaryOperator<Pixels> change = augmentation.draw(patch.extents(), random);
      float[] added = change.apply(source.cut(from, patch.extents())).values();
      for (int i = 0; i < added.length; i++) {
        sum.values()[i] += added[i];
      }
    }
    return sum;
  }

  /** Anywhere inside; images smaller than the patch are mirrored beyond their end. */
  private static Size3 place(Size3 image, Size3 patch, RandomGenerator random) {
    return new Size3(
        random.nextInt(Math.max(1, image.depth() - patch.depth() + 1)),
        random.nextInt(Math.max(1, image.height() - patch.height() + 1)),
        random.nextInt(Math.max(1, image.width() - patch.width() + 1)));
  }
}
