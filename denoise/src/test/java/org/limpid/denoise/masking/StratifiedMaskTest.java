package org.limpid.denoise.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
import org.limpid.random.RandomKey;

class StratifiedMaskTest {

  /** A patch of which no two pixels are equal, and what a mask made of it. */
  private static final class Hidden {
    final Pixels noisy;
    final Pixels input;
    final Pixels weight;

    Hidden(Size3 extents, MaskStrategy mask, long seed) {
      noisy = Pixels.zeros(extents, 1);
      for (int i = 0; i < noisy.values().length; i++) {
        noisy.values()[i] = i;
      }
      input = noisy.copy();
      weight = Pixels.zeros(extents, 1);
      mask.hide(new MaskedPatch(noisy, input, weight, 0), random(seed));
    }

    long count() {
      return countOnes(weight);
    }
  }

  private static RandomGenerator random(long seed) {
    return new RandomKey(seed, 1, 2).generator();
  }

  private static long countOnes(Pixels weight) {
    long count = 0;
    for (float value : weight.values()) {
      count += value == 1 ? 1 : 0;
    }
    return count;
  }

  private static StratifiedMask mask(double percent, Replacement replacement) {
    return new StratifiedMask(percent, replacement, 5);
  }

  @Test
  void densityIsAsAskedInPlanesAndVolumes() {
    for (double percent : new double[] {0.2, 1.5, 7}) {
      for (Size3 extents : new Size3[] {new Size3(1, 64, 64), new Size3(16, 48, 40)}) {
        double hidden = 0;
        for (int seed = 0; seed < 40; seed++) {
          hidden +=
              new Hidden(extents, mask(percent, Replacement.UNIFORM_WITHOUT_CENTRE), seed).count();
        }
        double share = 100 * hidden / 40 / extents.volume();
        assertThat(share)
            .as("percent %s of %s", percent, extents)
            .isCloseTo(percent, within(0.12 * percent));
      }
    }
  }

  @Test
  void everyBoxHoldsOnePoint() {
    // 6.25 % are boxes of exactly 4 x 4.
    Hidden hidden = new Hidden(new Size3(1, 32, 24), mask(6.25, Replacement.MEAN), 7);
    for (int y = 0; y < 32; y += 4) {
      for (int x = 0; x < 24; x += 4) {
        Pixels box = hidden.weight.cut(new Size3(0, y, x), new Size3(1, 4, 4));
        assertThat(countOnes(box)).as("box at row %s, column %s", y, x).isEqualTo(1);
      }
    }
  }

  @Test
  void pointsSpreadOverTheWholeBox() {
    int[] hits = new int[16];
    for (int seed = 0; seed < 1600; seed++) {
      Hidden hidden = new Hidden(new Size3(1, 4, 4), mask(6.25, Replacement.MEAN), seed);
      for (int i = 0; i < 16; i++) {
        hits[i] += (int) hidden.weight.values()[i];
      }
    }
    assertThat(Arrays.stream(hits).min().orElseThrow()).isGreaterThan(60);
    assertThat(Arrays.stream(hits).max().orElseThrow()).isLessThan(145);
  }

  @ParameterizedTest
  @EnumSource(Replacement.class)
  void onlyMarkedPixelsChangeAndOnlyIdentityOrCentreKeepThem(Replacement replacement) {
    int unchanged = 0;
    for (int seed = 0; seed < 30; seed++) {
      Hidden hidden = new Hidden(new Size3(1, 33, 31), mask(3, replacement), seed);
      assertThat(hidden.count()).isPositive();
      for (int i = 0; i < hidden.noisy.values().length; i++) {
        boolean same = hidden.input.values()[i] == hidden.noisy.values()[i];
        if (hidden.weight.values()[i] == 0) {
          assertThat(same).isTrue();
        } else if (same) {
          unchanged++;
        }
      }
    }
    switch (replacement) {
      case IDENTITY -> assertThat(unchanged).isGreaterThan(800);
      case UNIFORM_WITH_CENTRE -> assertThat(unchanged).isBetween(1, 30);
      // Mean and median of the neighbours of a ramp may be the pixel's own value by symmetry.
      case MEAN, MEDIAN -> assertThat(unchanged).isLessThan(600);
      default -> assertThat(unchanged).isZero();
    }
  }

  @Test
  void meanAndMedianLeaveTheCentreOut() {
    Pixels noisy = new Pixels(new Size3(1, 3, 3), 1, new float[] {1, 2, 3, 4, 1000, 6, 7, 8, 20});
    assertThat(replaced(noisy, Replacement.MEDIAN)).isEqualTo(5);
    assertThat(replaced(noisy, Replacement.MEAN)).isEqualTo(51 / 8f);
  }

  private static float replaced(Pixels noisy, Replacement replacement) {
    MaskedPatch patch = new MaskedPatch(noisy, noisy.copy(), Pixels.zeros(noisy.extents(), 1), 0);
    return replacement.value(new Neighbourhood(patch, 0, 1, 1, 1, Pattern.POINT), 1, random(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Replacement.class,
      names = {"UNIFORM_WITH_CENTRE", "UNIFORM_WITHOUT_CENTRE", "NORMAL_WITHOUT_CENTRE"})
  void replacementsComeFromThePatchBeforeMasking(Replacement replacement) {
    // Hides half of all pixels: replacements of replacements would show.
    Hidden hidden = new Hidden(new Size3(1, 24, 24), mask(50, replacement), 5);
    int radius = replacement == Replacement.NORMAL_WITHOUT_CENTRE ? 24 : 5;
    for (int i = 0; i < 24 * 24; i++) {
      if (hidden.weight.values()[i] == 1) {
        int source = (int) hidden.input.values()[i];
        assertThat(Math.abs(source / 24 - i / 24)).isLessThanOrEqualTo(radius);
        assertThat(Math.abs(source % 24 - i % 24)).isLessThanOrEqualTo(radius);
      }
    }
  }

  @Test
  void uniformDrawsEveryNeighbourEquallyOften() {
    Pixels noisy = Pixels.zeros(new Size3(1, 5, 5), 1);
    for (int i = 0; i < 25; i++) {
      noisy.values()[i] = i;
    }
    MaskedPatch patch = new MaskedPatch(noisy, noisy.copy(), Pixels.zeros(noisy.extents(), 1), 0);
    RandomGenerator random = random(3);
    int[] drawn = new int[25];
    for (int i = 0; i < 24_000; i++) {
      Neighbourhood around = new Neighbourhood(patch, 0, 2, 2, 2, Pattern.POINT);
      drawn[(int) Replacement.UNIFORM_WITHOUT_CENTRE.value(around, 2, random)]++;
    }
    assertThat(drawn[12]).isZero();
    drawn[12] = 1000;
    for (int count : drawn) {
      assertThat(count).isBetween(840, 1160);
    }
  }

  @Test
  void verySmallPatchesStillHideAPixel() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(
              new Hidden(new Size3(1, 1, 3), mask(0.2, Replacement.UNIFORM_WITHOUT_CENTRE), seed)
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void aSinglePixelHasNoNeighbour() {
    assertThatThrownBy(() -> new Hidden(Size3.ONE, mask(1, Replacement.UNIFORM_WITHOUT_CENTRE), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: >= 2 pixels");
  }

  @Test
  void refusesWrongRanges() {
    assertThatThrownBy(() -> mask(0, Replacement.MEAN))
        .hasMessage("mask percent: 0.0 (expected: > 0, <= 50)");
    assertThatThrownBy(() -> mask(Double.NaN, Replacement.MEAN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StratifiedMask(1, Replacement.MEAN, 0))
        .hasMessage("mask radius: 0 (expected: 1 to 100)");
  }

  @Test
  void aLambdaIsAMask() {
    MaskStrategy alternateRows =
        (patch, random) -> {
          for (int y = 1 + random.nextInt(2); y < patch.height(); y += 2) {
            for (int x = 0; x < patch.width(); x++) {
              patch.hide(y, x, patch.get(y - 1, x));
            }
          }
        };
    Hidden hidden = new Hidden(new Size3(1, 8, 6), alternateRows, 1);
    assertThat(hidden.count()).isIn(18L, 24L);
  }
}
