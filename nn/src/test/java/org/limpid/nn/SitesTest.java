package org.limpid.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.tensor.Shape;
import org.limpid.tensor.ShapeException;

class SitesTest {

  private static final Size3 WINDOW = new Size3(1, 3, 3);

  /** Two images of 2 x 3 pixels; the first one's corner and the second one's middle count. */
  private static Sites sites() {
    float[] weight = new float[2 * 2 * 3 * 2];
    weight[1] = 0.5f;
    weight[2 * 10] = 1;
    return Sites.of(Shape.of(2, 2, 3, 2), weight);
  }

  @Test
  void pixelsWithWeightInAnyChannelCount() {
    assertThat(sites().pixels()).containsExactly(0, 10);
    assertThat(sites().count()).isEqualTo(2);
    assertThat(sites().total()).isEqualTo(12);
  }

  @Test
  void windowsEndAtTheImage() {
    assertThat(sites().windows(WINDOW))
        .containsExactly(-1, -1, -1, -1, 0, 1, -1, 3, 4, 6, 7, 8, 9, 10, 11, -1, -1, -1);
  }

  @Test
  void placesOutsideTheImageAreMarked() {
    assertThat(sites().inside(WINDOW))
        .containsExactly(-1, -1, -1, -1, 4, 5, -1, 7, 8, 9, 10, 11, 12, 13, 14, -1, -1, -1);
    assertThat(sites().inside(Size3.ONE)).isEmpty();
  }

  @Test
  void windowsOfVolumesReachThroughSlices() {
    float[] weight = new float[3 * 2 * 2];
    weight[5] = 1;
    Sites site = Sites.of(Shape.of(1, 3, 2, 2, 1), weight);
    assertThat(site.windows(new Size3(3, 1, 2))).containsExactly(1, -1, 5, -1, 9, -1);
  }

  @Test
  void otherThanImagesAreRefused() {
    assertThatThrownBy(() -> Sites.of(Shape.of(2, 2), new float[4]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("sites: shape [2, 2] (expected: [N, H, W, C] or [N, D, H, W, C])");
  }
}
