package org.limpid.denoise.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.backend.Size3;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

class AugmentationTest {

  private static Set<List<Float>> results(Augmentation augmentation, Size3 extents) {
    float[] values = new float[extents.volume()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Pixels patch = new Pixels(extents, 1, values);
    Set<List<Float>> results = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      Pixels changed = augmentation.draw(extents, new RandomKey(1, 2, i).generator()).apply(patch);
      assertThat(changed.extents()).isEqualTo(extents);
      results.add(list(changed.values()));
    }
    assertThat(patch.values()).isSorted();
    return results;
  }

  private static List<Float> list(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i];
    }
    return List.of(boxed);
  }

  private static Augmentation named(String name) {
    return switch (name) {
      case "none" -> Augmentation.NONE;
      case "flips" -> Augmentation.FLIPS;
      case "flips_with_depth" -> Augmentation.FLIPS_WITH_DEPTH;
      case "turns_and_flips" -> Augmentation.TURNS_AND_FLIPS;
      case "volume_turns" -> Augmentation.VOLUME_TURNS;
      default -> Augmentation.TURNS_AND_FLIPS_WITH_DEPTH;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "none, 1, 1, true",
    "flips, 4, 4, true",
    "flips_with_depth, 8, 8, true",
    "turns_and_flips, 8, 4, false",
    "turns_and_flips_with_depth, 16, 8, false",
    "volume_turns, 24, 4, false"
  })
  void givesEachOrientation(String name, int ofCube, int ofBox, boolean keepsDirections) {
    Augmentation augmentation = named(name);
    assertThat(results(augmentation, new Size3(3, 3, 3))).hasSize(ofCube);
    assertThat(results(augmentation, new Size3(3, 4, 2))).hasSize(ofBox);
    assertThat(augmentation.keepsDirections()).isEqualTo(keepsDirections);
    assertThat(augmentation.describe()).isEqualTo(name);
  }

  @Test
  void optionsTakeTheMethodsUnlessToldOtherwise() {
    TrainingOptions options = TrainingOptions.DEFAULT;
    Augmentation own = (extents, random) -> patch -> patch;
    assertThat(options.augmentation(Augmentation.FLIPS)).isEqualTo(Augmentation.FLIPS);
    assertThat(options.withAugmentation(false).augmentation(Augmentation.FLIPS))
        .isEqualTo(Augmentation.NONE);
    assertThat(options.withAugmentation(own).augmentation(Augmentation.FLIPS)).isSameAs(own);
    assertThat(options.withAugmentation(own).augmentation()).isTrue();
    assertThat(options.withAugmentation(own).describe()).containsEntry("augmentation", "custom");
    assertThat(options.withAugmentation(Augmentation.NONE).augmentation()).isFalse();
    assertThat(options.withAugmentation(own).withAugmentation(true).describe())
        .containsEntry("augmentation", true);
  }
}
