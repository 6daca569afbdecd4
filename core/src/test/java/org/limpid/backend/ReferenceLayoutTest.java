package org.limpid.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Moves of elements worked out by hand, for the kernels that golden values do not cover. */
class ReferenceLayoutTest {

  /** Two rows: 1 2 3, 4 5 6. */
  private static final Grid GRID = new Grid(1, 1, 2, 3, 1);

  @Test
  void transposeExchangesRowsAndColumns() {
    assertThat(oriented(new Orientation(true, false, false, false)))
        .containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void flipsComeAfterTheTransposition() {
    // A quarter turn counter-clockwise brings the last column on top.
    assertThat(oriented(new Orientation(true, false, true, false)))
        .containsExactly(3, 6, 2, 5, 1, 4);
    assertThat(oriented(new Orientation(false, false, true, false)))
        .containsExactly(4, 5, 6, 1, 2, 3);
    assertThat(oriented(new Orientation(false, false, false, true)))
        .containsExactly(3, 2, 1, 6, 5, 4);
  }

  @Test
  void squareHasEightDifferentSymmetries() {
    assertThat(Orientation.SQUARE.stream().map(o -> Arrays.toString(oriented(o))))
        .hasSize(8)
        .doesNotHaveDuplicates();
  }

  @Test
  void inverseUndoesEverySymmetry() {
    for (Orientation o : Orientation.SQUARE) {
      Storage there = stored(oriented(o));
      Storage back = new ReferenceStorage(6);
      new ReferenceLayout().orient(o.apply(GRID), o.inverse(), there, back);
      assertThat(ReferenceStorage.of(back).toArray()).as("%s", o).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void mirroredBorderDoesNotRepeatTheEdge() {
    PadGeometry g =
        new PadGeometry(new Grid(1, 1, 1, 3, 1), new Grid(1, 1, 1, 7, 1), new Size3(0, 0, 2));
    Storage y = new ReferenceStorage(7);
    new ReferenceLayout().pad(g, LayoutKernels.Border.REFLECT, stored(10, 20, 30), y);
    assertThat(ReferenceStorage.of(y).toArray()).containsExactly(30, 20, 10, 20, 30, 20, 10);
    Storage gradX = new ReferenceStorage(3);
    new ReferenceLayout()
        .padBackward(g, LayoutKernels.Border.REFLECT, stored(1, 2, 3, 4, 5, 6, 7), gradX);
    assertThat(ReferenceStorage.of(gradX).toArray()).containsExactly(3 + 7, 2 + 4 + 6, 1 + 5);
  }

  private static double[] oriented(Orientation o) {
    Storage y = new ReferenceStorage(6);
    new ReferenceLayout().orient(GRID, o, stored(1, 2, 3, 4, 5, 6), y);
    return ReferenceStorage.of(y).toArray();
  }

  private static Storage stored(double... values) {
    ReferenceStorage storage = new ReferenceStorage(values.length);
    for (int i = 0; i < values.length; i++) {
      storage.set(i, values[i]);
    }
    return storage;
  }
}
