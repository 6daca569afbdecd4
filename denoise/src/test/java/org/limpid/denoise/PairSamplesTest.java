package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Sample;
import org.limpid.random.RandomKey;

/** Every value of an image tells where it came from; targets are shifted by 100,000. */
class PairSamplesTest {

  private static final int SHIFT = 100_000;
  private static final Size3 PATCH = new Size3(1, 8, 8);

  private static Pixels image(int first) {
    Pixels image = Pixels.zeros(new Size3(1, 20, 30), 2);
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = first + i;
    }
    return image;
  }

  private static PairSamples samples(boolean swap, boolean augmentation, double heldOut) {
    PatchSampler sampler =
        PatchSampler.of(List.of(image(0), image(2000)), PATCH)
            .holdingOut(heldOut, 64, new RandomKey(1, 2, 3).generator());
    List<PixelSource> targets = List.of(image(SHIFT), image(SHIFT + 2000));
    return new PairSamples(
        sampler, targets, swap, augmentation ? Augmentation.TURNS_AND_FLIPS : Augmentation.NONE);
  }

  private static RandomKey key(int index) {
    return new RandomKey(5, 6, index);
  }

  @Test
  void bothAreCutAtTheSamePlaceAndTurnedAlike() {
    boolean turned = false;
    for (int i = 0; i < 100; i++) {
      Sample sample = samples(false, true, 0).training(key(i));
      float[] input = sample.input().values();
      for (int p = 0; p < input.length; p++) {
        assertThat(sample.target().values()[p] - input[p]).isEqualTo(SHIFT);
      }
      turned |= input[2] - input[0] != 2;
    }
    assertThat(turned).isTrue();
  }

  @Test
  void swappingHappensHalfOfTheTimeAndOnlyIfAllowed() {
    int swapped = 0;
    for (int i = 0; i < 1000; i++) {
      Sample sample = samples(true, false, 0).training(key(i));
      float difference = sample.target().values()[0] - sample.input().values()[0];
      assertThat(Math.abs(difference)).isEqualTo(SHIFT);
      swapped += difference < 0 ? 1 : 0;
      Sample plain = samples(false, false, 0).training(key(i));
      assertThat(plain.target().values()[0]).isGreaterThan(plain.input().values()[0]);
    }
    assertThat(swapped).isBetween(437, 563); // 4 standard deviations
  }

  @Test
  void whatIsHeldOutNeverCountsInTraining() {
    PairSamples samples = samples(true, true, 0.4);
    boolean[] held = new boolean[2 * SHIFT];
    assertThat(samples.heldOut()).isEqualTo(8);
    for (int i = 0; i < samples.heldOut(); i++) {
      Sample sample = samples.validation(i, key(i));
      for (int p = 0; p < sample.target().values().length; p++) {
        held[(int) sample.target().values()[p] - SHIFT] = true;
        assertThat(sample.weight().values()[p]).isEqualTo(1);
      }
    }
    int counted = 0;
    for (int i = 0; i < 300; i++) {
      Sample sample = samples.training(key(i));
      for (int p = 0; p < sample.weight().values().length; p++) {
        int place = (int) sample.target().values()[p] % SHIFT;
        counted += sample.weight().values()[p] == 1 ? 1 : 0;
        assertThat(sample.weight().values()[p]).isEqualTo(held[place] ? 0 : 1);
      }
    }
    assertThat(counted).isGreaterThan(1000);
  }

  @Test
  void theSameKeyGivesTheSameSample() {
    float[] first = samples(true, true, 0).training(key(3)).input().values();
    assertThat(samples(true, true, 0).training(key(3)).input().values()).isEqualTo(first);
    assertThat(samples(true, true, 0).training(key(4)).input().values()).isNotEqualTo(first);
  }
}
