package org.limpid.denoise.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;

class DrawnPercentilesTest {

  /** Of 0, 1, ..., 9999 a percentile is a hundred times itself. */
  @Test
  void whatIsDrawnBecomesZeroAndOne() {
    float[] ramp = new float[10_000];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i;
    }
    Pixels image = new Pixels(new Size3(1, 100, 100), 1, ramp);
    DrawnPercentiles drawn = DrawnPercentiles.of(List.of(image));
    Pixels ends = new Pixels(new Size3(1, 1, 4), 1, new float[] {100, 300, 9950, 9990});

    assertThat(drawn.apply(ends, 0, 0).values()[0]).isZero();
    assertThat(drawn.apply(ends, 0, 0).values()[2]).isEqualTo(1);
    assertThat(drawn.apply(ends, 1, 1).values()[1]).isZero();
    assertThat(drawn.apply(ends, 1, 1).values()[3]).isEqualTo(1);
    float middle = drawn.apply(ends, 0.5, 0.25).values()[1];
    assertThat(middle).isCloseTo((300f - 200) / (9960 - 200), within(1e-5f));
    assertThat(drawn.brightest(0)).isEqualTo(9990);
    assertThat(ends.values()[0]).isEqualTo(100);
  }

  @Test
  void aConstantChannelStaysFinite() {
    Pixels flat = new Pixels(new Size3(1, 2, 2), 1, new float[] {5, 5, 5, 5});
    assertThat(DrawnPercentiles.of(List.of(flat)).apply(flat, 0.3, 0.7).values()).containsOnly(0);
  }
}
