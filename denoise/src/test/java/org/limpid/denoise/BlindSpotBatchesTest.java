package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.masking.MaskStrategy;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

class BlindSpotBatchesTest {

  private static final MaskStrategy MASK = Noise2VoidOptions.UNIFORM.mask();
  private static final TrainingOptions OPTIONS = SmallTraining.OPTIONS.withBatchSize(3);
  private static final Size3 PATCH = new Size3(1, 32, 32);

  /** No two samples are equal, so every value tells where it came from. */
  private static Pixels image() {
    Pixels image = Pixels.zeros(new Size3(1, 80, 90), 2);
    for (int i = 0; i < image.values().length; i++) {
      image.values()[i] = i;
    }
    return image;
  }

  private static BlindSpotBatches batches(double heldOut) {
    PatchSampler sampler =
        PatchSampler.of(List.of(image()), PATCH)
            .holdingOut(heldOut, 64, new RandomKey(1, 2, 3).generator());
    return new BlindSpotBatches(sampler, MASK, PATCH, false, OPTIONS);
  }

  @Test
  void aStepHasItsBatchWhateverCameBefore() {
    HostBatch fifth = batches(0).batch(5);
    BlindSpotBatches other = batches(0);
    other.batch(9);
    assertThat(other.batch(5).input().values()).isEqualTo(fifth.input().values());
    assertThat(other.batch(5).weight().values()).isEqualTo(fifth.weight().values());
    assertThat(other.batch(6).input().values()).isNotEqualTo(fifth.input().values());
  }

  @Test
  void inputDiffersFromTargetExactlyWhereTheLossCounts() {
    HostBatch batch = batches(0).batch(0);
    float[] weight = batch.weight().values();
    int hidden = 0;
    for (int i = 0; i < weight.length; i++) {
      assertThat(batch.input().values()[i] != batch.target().values()[i]).isEqualTo(weight[i] == 1);
      hidden += (int) weight[i];
    }
    assertThat(hidden / (double) weight.length).isBetween(0.010, 0.020);
  }

  @Test
  void samplesAndChannelsHaveMasksOfTheirOwn() {
    float[] weight = batches(0).batch(0).weight().values();
    int both = 0;
    int first = 0;
    for (int i = 0; i < weight.length; i += 2) {
      first += (int) weight[i];
      both += weight[i] == 1 && weight[i + 1] == 1 ? 1 : 0;
    }
    assertThat(first).isGreaterThan(30);
    assertThat(both).isLessThan(4);
    int plane = 32 * 32 * 2;
    int shared = 0;
    for (int i = 0; i < plane; i++) {
      shared += weight[i] == 1 && weight[plane + i] == 1 ? 1 : 0;
    }
    assertThat(shared).isLessThan(5);
  }

  @Test
  void patchesAreShownInAllOrientations() {
    BlindSpotBatches batches = batches(0);
    boolean[] seen = new boolean[8];
    for (int step = 0; step < 40; step++) {
      float[] target = batches.batch(step).target().values();
      // Steps to the next row and column tell how the patch was turned: ±180 and ±2.
      float down = target[32 * 2] - target[0];
      float right = target[2] - target[0];
      boolean transposed = Math.abs(down) == 2;
      seen[(transposed ? 4 : 0) + (down > 0 ? 2 : 0) + (right > 0 ? 1 : 0)] = true;
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void withoutAugmentationPatchesStayAsTheyAre() {
    BlindSpotBatches plain =
        new BlindSpotBatches(
            PatchSampler.of(List.of(image()), PATCH),
            MASK,
            PATCH,
            false,
            OPTIONS.withAugmentation(false));
    for (int step = 0; step < 10; step++) {
      float[] target = plain.batch(step).target().values();
      assertThat(target[2] - target[0]).isEqualTo(2);
      assertThat(target[64] - target[0]).isEqualTo(180);
    }
  }

  @Test
  void whatIsHeldOutNeverCountsInTrainingAndAlwaysInValidation() {
    BlindSpotBatches batches = batches(0.4);
    boolean[] held = new boolean[80 * 90 * 2];
    List<HostBatch> validation = batches.validation();
    assertThat(validation).hasSize(1);
    for (HostBatch batch : validation) {
      assertThat(batch.size()).isEqualTo(3);
      for (float target : batch.target().values()) {
        held[(int) target] = true;
      }
    }
    int counted = 0;
    for (int step = 0; step < 30; step++) {
      HostBatch batch = batches.batch(step);
      for (int i = 0; i < batch.weight().values().length; i++) {
        if (batch.weight().values()[i] == 1) {
          counted++;
          assertThat(held[(int) batch.target().values()[i]]).isFalse();
        }
      }
    }
    assertThat(counted).isGreaterThan(500);
    assertThat(batches.validation().get(0).input().values())
        .isEqualTo(validation.get(0).input().values());
  }
}
