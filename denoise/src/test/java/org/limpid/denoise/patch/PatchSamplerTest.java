package org.limpid.denoise.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PatchSampler.Window;

class PatchSamplerTest {

  private static final Pixels WIDE = Pixels.zeros(new Size3(1, 40, 60), 1);
  private static final Pixels SMALL = Pixels.zeros(new Size3(1, 5, 9), 1);

  @Test
  void patchesLieInsideTheirImage() {
    PatchSampler sampler = PatchSampler.of(List.of(WIDE, SMALL), new Size3(1, 16, 16));
    Random random = new Random(1);
    int[] drawn = new int[2];
    for (int i = 0; i < 2000; i++) {
      Window window = sampler.draw(random);
      drawn[window.image()]++;
      Size3 extents = (window.image() == 0 ? WIDE : SMALL).extents();
      assertThat(window.from().height() + window.size().height()).isBetween(1, extents.height());
      assertThat(window.from().width() + window.size().width()).isBetween(1, extents.width());
      assertThat(window.size())
          .isEqualTo(window.image() == 0 ? new Size3(1, 16, 16) : new Size3(1, 5, 9));
    }
    // 45 of 2445 pixels are in the small image.
    assertThat(drawn[1]).isBetween(15, 65);
  }

  @Test
  void everyPlaceIsReached() {
    PatchSampler sampler = PatchSampler.of(List.of(WIDE), new Size3(1, 38, 57));
    Random random = new Random(2);
    assertThat(random.ints(500).mapToObj(i -> sampler.draw(random).from()).distinct()).hasSize(12);
  }

  @Test
  void heldOutPixelsNeverCount() {
    PatchSampler sampler =
        PatchSampler.of(List.of(WIDE), new Size3(1, 8, 8)).holdingOut(0.2, 64, new Random(3));
    assertThat(sampler.heldOut()).hasSize(8);
    Pixels whole = sampler.trainable(new Window(0, new Size3(0, 0, 0), WIDE.extents()));
    for (Window held : sampler.heldOut()) {
      assertThat(sampler.trainable(held).values()).containsOnly(0);
    }
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      Window window = sampler.draw(random);
      assertThat(sampler.trainable(window).values())
          .isEqualTo(whole.cut(window.from(), window.size()).values());
    }
    assertThat(whole.values()).contains(1);
  }

  @Test
  void smallImagesHoldNothingOut() {
    PatchSampler sampler = PatchSampler.of(List.of(SMALL), new Size3(1, 64, 64));
    assertThat(sampler.holdingOut(0.1, 64, new Random(5)).heldOut()).isEmpty();
  }
}
