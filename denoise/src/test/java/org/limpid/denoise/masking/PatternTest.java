package org.limpid.denoise.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
import org.limpid.random.RandomKey;

class PatternTest {

  /** A patch whose pixels are their own indices, and what a mask made of it. */
  private static final class Hidden {
    final Pixels noisy;
    final Pixels input;
    final Pixels weight;

    Hidden(Size3 extents, StratifiedMask mask, long seed) {
      noisy = Pixels.zeros(extents, 1);
      for (int i = 0; i < noisy.values().length; i++) {
        noisy.values()[i] = i;
      }
      input = noisy.copy();
      weight = Pixels.zeros(extents, 1);
      mask.hide(new MaskedPatch(noisy, input, weight, 0), new RandomKey(seed, 1, 2).generator());
    }
  }

  @Test
  void presetsHoldWhatTheirNamesSay() {
    assertThat(Pattern.horizontal(5).others())
        .containsExactly(
            new Size3(0, 0, -2), new Size3(0, 0, -1), new Size3(0, 0, 1), new Size3(0, 0, 2));
    assertThat(Pattern.vertical(3).others())
        .containsExactly(new Size3(0, -1, 0), new Size3(0, 1, 0));
    assertThat(Pattern.cross(3).others()).hasSize(4);
    assertThat(Pattern.square(5).others()).hasSize(24);
    assertThat(Pattern.of(new int[][] {{0, 1, 0}, {1, 1, 1}, {0, 1, 0}}))
        .isEqualTo(Pattern.cross(3));
    assertThat(Pattern.of(new int[][][] {{{1}}, {{0}}, {{1}}}).others())
        .containsExactly(new Size3(-1, 0, 0), new Size3(1, 0, 0));
  }

  @Test
  void textsAreUnderstood() {
    assertThat(Pattern.parse("horizontal:11")).isEqualTo(Pattern.horizontal(11));
    assertThat(Pattern.parse("vertical:3")).isEqualTo(Pattern.vertical(3));
    assertThat(Pattern.parse("cross:5")).isEqualTo(Pattern.cross(5));
    assertThat(Pattern.parse("square:3")).isEqualTo(Pattern.square(3));
    assertThat(Pattern.parse("010/111/010")).isEqualTo(Pattern.cross(3));
    assertThat(Pattern.parse("1")).isEqualTo(Pattern.POINT);
    assertThatThrownBy(() -> Pattern.parse("diagonal:3"))
        .hasMessageStartingWith("pattern: 'diagonal:3' (expected: horizontal:N");
    assertThatThrownBy(() -> Pattern.parse("01/1"))
        .hasMessage("pattern: rows of different lengths (expected: equal)");
    assertThatThrownBy(() -> Pattern.parse("horizontal:4"))
        .hasMessage(
            "pattern: extent 4 of 1 x 1 x 4 (expected: odd, 1 to 101, so that one pixel is in the"
                + " middle)");
  }

  @Test
  void turnsTurnIt() {
    Orientation quarter = new Orientation(true, false, false, true);
    assertThat(Pattern.horizontal(5).oriented(quarter)).isEqualTo(Pattern.vertical(5));
    for (Orientation turn : Orientation.SQUARE) {
      assertThat(Pattern.square(3).oriented(turn)).isEqualTo(Pattern.square(3));
      assertThat(Pattern.cross(5).oriented(turn)).isEqualTo(Pattern.cross(5));
    }
    Pattern left = Pattern.of(new int[][] {{1, 0, 0}});
    assertThat(left.oriented(new Orientation(false, false, false, true)))
        .isEqualTo(Pattern.of(new int[][] {{0, 0, 1}}));
  }

  @Test
  void wholePatternIsOverwrittenButOnlyCentresCount() {
    Pattern pattern = Pattern.horizontal(5);
    StratifiedMask mask = new StratifiedMask(0.5, Replacement.UNIFORM_WITHOUT_CENTRE, 5, pattern);
    int covered = 0;
    int expected = 0;
    for (int seed = 0; seed < 20; seed++) {
      Hidden hidden = new Hidden(new Size3(1, 40, 42), mask, seed);
      boolean[] inPattern = new boolean[40 * 42];
      for (int i = 0; i < inPattern.length; i++) {
        if (hidden.weight.values()[i] == 1) {
          for (int d = -2; d <= 2; d++) {
            // Positions outside are left out, not wrapped to the next row or moved to the border.
            if (i % 42 + d >= 0 && i % 42 + d < 42) {
              inPattern[i + d] = true;
            }
          }
        }
      }
      for (int i = 0; i < inPattern.length; i++) {
        boolean changed = hidden.input.values()[i] != i;
        covered += changed ? 1 : 0;
        expected += inPattern[i] ? 1 : 0;
        assertThat(changed && !inPattern[i]).isFalse();
        assertThat(hidden.input.values()[i]).isBetween(0f, 40f * 42 - 1);
      }
    }
    // A random value may by chance be what was there.
    assertThat(covered).isBetween(expected - 5, expected);
  }

  @Test
  void coveringValuesAreIndependentAndFillTheRange() {
    StratifiedMask mask = new StratifiedMask(0.5, Replacement.MEDIAN, 5, Pattern.horizontal(11));
    double sum = 0;
    double squares = 0;
    int count = 0;
    double neighbours = 0;
    int pairs = 0;
    for (int seed = 0; seed < 60; seed++) {
      Hidden hidden = new Hidden(new Size3(1, 50, 50), mask, seed);
      float previous = Float.NaN;
      for (int i = 0; i < 2500; i++) {
        float value = hidden.input.values()[i] / 2499;
        boolean covered = hidden.input.values()[i] != i && hidden.weight.values()[i] == 0;
        if (covered) {
          sum += value;
          squares += value * value;
          count++;
          if (!Float.isNaN(previous)) {
            neighbours += (value - 0.5) * (previous - 0.5);
            pairs++;
          }
        }
        previous = covered ? value : Float.NaN;
      }
    }
    double deviation = Math.sqrt(1 / 12.0 / count);
    assertThat(sum / count).isBetween(0.5 - 5 * deviation, 0.5 + 5 * deviation);
    assertThat(squares / count - sum * sum / count / count).isBetween(0.075, 0.092);
    assertThat(neighbours / pairs).isBetween(-0.006, 0.006);
  }

  @Test
  void replacementsAreNotTakenFromThePattern() {
    Pixels patch = Pixels.zeros(new Size3(1, 7, 7), 1);
    for (int i = 0; i < 49; i++) {
      patch.values()[i] = i / 7 == 3 ? 1000 : i;
    }
    MaskedPatch masked = new MaskedPatch(patch, patch.copy(), Pixels.zeros(patch.extents(), 1), 0);
    RandomGenerator random = new RandomKey(1, 1, 1).generator();
    Neighbourhood around = new Neighbourhood(masked, 0, 3, 3, 2, Pattern.horizontal(7));
    for (Replacement replacement : Replacement.values()) {
      for (int draw = 0; draw < 50; draw++) {
        float value = replacement.value(around, 2, random);
        if (replacement != Replacement.IDENTITY
            && replacement != Replacement.NORMAL_ADDITIVE
            && replacement != Replacement.UNIFORM_WITH_CENTRE) {
          assertThat(value).as(replacement.toString()).isBetween(-60f, 110f);
        }
      }
    }
    // Rows 1, 2, 4, 5 and columns 1 to 5: the middle two are 19 and 29.
    assertThat(Replacement.MEDIAN.value(around, 2, random)).isEqualTo(24);
    assertThatThrownBy(() -> new Neighbourhood(masked, 0, 3, 3, 1, Pattern.square(3)))
        .hasMessage(
            "mask: the pattern covers the whole neighbourhood of a pixel. Raise the radius");
  }
}
