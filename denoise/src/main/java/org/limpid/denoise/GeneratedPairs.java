package org.limpid.denoise;

import java.util.List;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/**
 * Patches from pairs that are made up anew for every sample.
 *
 * @param generator makes pairs
 * @param normalization of both images
 * @param patch largest extents of a patch
 * @param augmentation how patches are flipped and turned
 * @param heldOut how many pairs are for validation
 */
record GeneratedPairs(
    PairGenerator generator,
    Normalization normalization,
    Size3 patch,
    Augmentation augmentation,
    int heldOut)
    implements SampleSource {

  @Override
  public Sample training(RandomKey key) {
    ImagePair pair = generator.pair(key.child(0));
    PatchSampler sampler = PatchSampler.of(List.of(source(pair.input())), patch);
    List<PixelSource> targets = List.of(source(pair.target()));
    return new PairSamples(sampler, targets, false, augmentation).training(key.child(1));
  }

  @Override
  public Sample validation(int index, RandomKey key) {
    return training(key);
  }

  @Override
  public long pixels() {
    return 0;
  }

  private PixelSource source(Image image) {
    if (image.frames() > 1 || image.channels() != normalization.channels()) {
      throw new IllegalArgumentException(
          "train: the generator gave "
              + image
              + " (expected: one frame, "
              + normalization.channels()
              + " channels as in its first pair)");
    }
    return normalization.over(Frames.volumes(image).get(0));
  }
}
