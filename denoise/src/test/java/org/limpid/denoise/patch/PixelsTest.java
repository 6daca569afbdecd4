package org.limpid.denoise.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Orientation;
import org.limpid.backend.Size3;
import org.limpid.testing.Cases;

class PixelsTest {

  private static Pixels counting(int depth, int height, int width, int channels) {
    Pixels pixels = Pixels.zeros(new Size3(depth, height, width), channels);
    for (int i = 0; i < pixels.values().length; i++) {
      pixels.values()[i] = i;
    }
    return pixels;
  }

  @Test
  void cutsInside() {
    Pixels cut =
        counting(2, 3, 4, 2)
            .cut(
                new Size3(1, /* height= */ 1, /* width= */ 2),
                new Size3(1, /* height= */ 2, /* width= */ 2));
    assertThat(cut.values()).containsExactly(36, 37, 38, 39, 44, 45, 46, 47);
  }

  @Test
  void mirrorsWithoutRepeatingTheBorder() {
    Pixels row = counting(1, 1, 4, 1);
    assertThat(row.cut(new Size3(0, 0, -3), new Size3(1, 1, 12)).values())
        .containsExactly(3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2);
  }

  @Test
  void mirrorsASinglePixelAsItself() {
    Pixels pixel = new Pixels(Size3.ONE, 1, new float[] {5});
    assertThat(pixel.cut(new Size3(-1, -2, 0), new Size3(2, 4, 3)).values()).containsOnly(5);
  }

  @Test
  void inverseUndoesEveryOrientation() {
    Cases.forAll(
        40,
        1,
        random -> {
          Pixels pixels =
              counting(
                  1 + random.nextInt(3),
                  1 + random.nextInt(5),
                  1 + random.nextInt(5),
                  1 + random.nextInt(3));
          for (Orientation orientation : Symmetries.TURNS_AND_FLIPS.orientations()) {
            Pixels back = pixels.oriented(orientation).oriented(orientation.inverse());
            assertThat(back.extents()).isEqualTo(pixels.extents());
            assertThat(back.values()).containsExactly(pixels.values());
          }
        });
  }

  @Test
  void orientationsOfASquareAllDiffer() {
    Pixels square = counting(1, 2, 2, 1);
    assertThat(
            Symmetries.TURNS_AND_FLIPS.orientations().stream()
                .map(o -> Arrays.toString(square.oriented(o).values()))
                .distinct())
        .hasSize(8);
  }

  @Test
  void onlyFlipsKeepARectangle() {
    assertThat(Symmetries.TURNS_AND_FLIPS.keeping(4, 6)).isEqualTo(Symmetries.FLIPS);
    assertThat(Symmetries.TURNS_AND_FLIPS.keeping(4, 4)).isEqualTo(Symmetries.TURNS_AND_FLIPS);
    assertThat(Symmetries.FLIPS.orientations()).hasSize(4);
    for (Orientation orientation : Symmetries.FLIPS.orientations()) {
      assertThat(counting(1, 4, 6, 1).oriented(orientation).extents())
          .isEqualTo(new Size3(1, 4, 6));
    }
  }

  @Test
  void refusesAnArrayOfAnotherLength() {
    assertThatThrownBy(() -> new Pixels(new Size3(1, 2, 2), 3, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 values");
  }

  /** Four quarters are none, two about one axis flip the others, and about depth it is a turn. */
  @Test
  void turnsAboutEachAxis() {
    float[] values = new float[2 * 3 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Pixels box = new Pixels(new Size3(2, 3, 4), 1, values);
    List<Size3> extents = List.of(new Size3(2, 4, 3), new Size3(4, 3, 2), new Size3(3, 2, 4));
    for (int axis = 0; axis < 3; axis++) {
      assertThat(box.turned(axis, 1).extents()).isEqualTo(extents.get(axis));
      assertThat(box.turned(axis, 4).values()).isEqualTo(values);
      assertThat(box.turned(axis, 1).turned(axis, -1).values()).isEqualTo(values);
      assertThat(box.turned(axis, 3).values())
          .isEqualTo(box.turned(axis, 1).turned(axis, 2).values());
    }
    assertThat(box.turned(0, 2).values())
        .isEqualTo(box.oriented(new Orientation(false, false, true, true)).values());
    assertThat(box.turned(2, 2).values())
        .isEqualTo(box.oriented(new Orientation(false, true, true, false)).values());
    assertThat(box.turned(1, 2).values())
        .isEqualTo(box.oriented(new Orientation(false, true, false, true)).values());
  }
}
