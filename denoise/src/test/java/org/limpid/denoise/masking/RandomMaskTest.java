package org.limpid.denoise.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.backend.Size3;
import org.limpid.nn.Place;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

class RandomMaskTest {

  private static final RandomKey KEY = new RandomKey(3, 1, 4);
  private static final Shape VOLUME = Shape.of(2, 23, 30, 37, 2);

  private static float[] draw(RandomMask mask, Shape shape) {
    try (Scope scope = Scope.open()) {
      return mask.draw(Tensor.zeros(Device.cpu(), shape), KEY).toArray();
    }
  }

  private static double hidden(float[] mask) {
    double sum = 0;
    for (float value : mask) {
      sum += 1 - value;
    }
    return sum / mask.length;
  }

  @Test
  void blocksHideTheirShareAndAddToValues() {
    // 2 x 7 x 9 x 11 x 2 blocks of 4 and more: five standard deviations are 0.05.
    assertThat(hidden(draw(new RandomMask(1, 0.3f, 4), VOLUME))).isBetween(0.25, 0.35);
    assertThat(hidden(draw(new RandomMask(0.7f, 0.3f, 4), VOLUME))).isBetween(0.46, 0.56);
    assertThat(hidden(draw(new RandomMask(1), VOLUME))).isZero();
  }

  /** Inside, what is hidden begins and ends at multiples of the side, by the same shift. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5})
  void blocksAreCubesOfAGrid(int side) {
    int extent = 6 * side;
    float[] mask = draw(new RandomMask(1, 0.5f, side), Shape.of(1, extent, extent, extent, 1));
    int[] strides = {extent * extent, extent, 1};
    for (int stride : strides) {
      boolean[] isEdge = new boolean[side];
      for (int i = 0; i < mask.length; i++) {
        int place = i / stride % extent;
        if (place > 0 && mask[i] != mask[i - stride]) {
          isEdge[place % side] = true;
        }
      }
      int edges = 0;
      for (boolean edge : isEdge) {
        edges += edge ? 1 : 0;
      }
      assertThat(edges).isEqualTo(1);
    }
  }

  @Test
  void planesHaveSquaresAndChannelsTheirOwn() {
    Shape plane = Shape.of(1, 40, 40, 2);
    float[] mask = draw(new RandomMask(1, 0.5f, 8), plane);
    int alike = 0;
    for (int i = 0; i < mask.length; i += 2) {
      alike += mask[i] == mask[i + 1] ? 1 : 0;
    }
    assertThat(alike).isBetween(300, 1300);
    assertThat(hidden(mask)).isBetween(0.2, 0.8);
  }

  /** A tile has the mask that it has as a part of its image. */
  @Test
  void tilesAreParts() {
    RandomMask mask = new RandomMask(0.8f, 0.4f, 3);
    Size3 whole = new Size3(11, 20, 17);
    Size3 window = new Size3(6, 9, 8);
    try (Scope scope = Scope.open()) {
      Tensor image = Tensor.zeros(Device.cpu(), Shape.of(1, 11, 20, 17, 2));
      Tensor all = mask.draw(image, KEY);
      for (Size3 from : new Size3[] {new Size3(0, 0, 0), new Size3(5, 11, 9), new Size3(2, 7, 4)}) {
        int[] first = {from.depth(), from.height(), from.width()};
        int[] extents = {window.depth(), window.height(), window.width()};
        Tensor tile = image.crop(first, extents);
        assertThat(mask.draw(tile, KEY, new Place(window, whole, from)).toArray())
            .isEqualTo(all.crop(first, extents).toArray());
      }
    }
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> new RandomMask(1, 1, 4))
        .hasMessage("mask blocks: 1.0 (expected: >= 0, < 1)");
    assertThatThrownBy(() -> new RandomMask(1, 0.1f, 1))
        .hasMessage("mask blockSide: 1 (expected: 2 to 64)");
  }
}
