package org.limpid.denoise.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;

class NormalizationTest {

  @Test
  void takesMeanAndDeviationOfEachChannelOverAllImages() {
    Pixels a = new Pixels(new Size3(1, 1, 2), 2, new float[] {1, 10, 3, 10});
    Pixels b = new Pixels(new Size3(1, 2, 1), 2, new float[] {5, 10, 7, 50});
    Normalization normalization = Normalization.of(List.of(a, b));
    assertThat(normalization.means()).containsExactly(4.0, 20.0);
    assertThat(normalization.deviations().get(0)).isCloseTo(Math.sqrt(5), within(1e-12));
    assertThat(normalization.deviations().get(1)).isCloseTo(Math.sqrt(300), within(1e-12));
  }

  @Test
  void keepsSmallDeviationsOnALargeOffset() {
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e6f + i % 2;
    }
    Normalization normalization =
        Normalization.of(List.of(new Pixels(new Size3(1, 100, 1000), 1, values)));
    assertThat(normalization.means().get(0)).isEqualTo(1e6 + 0.5);
    assertThat(normalization.deviations().get(0)).isEqualTo(0.5);
    assertThat(normalization.apply(1e6f, 0)).isEqualTo(-1);
  }

  @Test
  void leavesAConstantChannelFinite() {
    Pixels flat = new Pixels(new Size3(1, 1, 3), 1, new float[] {7, 7, 7});
    Normalization normalization = Normalization.of(List.of(flat));
    assertThat(normalization.deviations()).containsExactly(1.0);
    assertThat(normalization.over(flat).at(0, 0, 1, 0)).isZero();
    assertThat(normalization.undo(0, 0)).isEqualTo(7);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new Normalization(List.of(1.0), List.of(0.0)))
        .hasMessageContaining("channel 0 has mean 1.0 and deviation 0.0");
    assertThatThrownBy(() -> new Normalization(List.of(Double.NaN), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Normalization(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
