package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {
  @Test
  void everyNumberOf16BitsComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.of(value)).as("%x", bits).isEqualTo((short) bits);
      }
    }
    assertThat(Half.toFloat((short) 0x7e00)).isNaN();
    assertThat(Half.of(Float.NaN)).isEqualTo((short) 0x7e00);
  }

  @Test
  void numbersBetweenGoToTheNearestAndHalfwayToTheEvenOne() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = Half.toFloat((short) bits);
      float high = Half.toFloat((short) (bits + 1));
      float middle = (low + high) / 2;
      assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(Half.of(middle)).isEqualTo((short) (bits + (bits & 1)));
    }
    assertThat(Half.of(65504)).isEqualTo((short) 0x7bff);
    assertThat(Half.of(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(Half.of(65520)).isEqualTo((short) 0x7c00);
    assertThat(Half.of(-1e30f)).isEqualTo((short) 0xfc00);
  }

  @Test
  void knownNumbers() {
    assertThat(Half.toFloat((short) 0x3c00)).isEqualTo(1);
    assertThat(Half.toFloat((short) 0xc000)).isEqualTo(-2);
    assertThat(Half.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Half.toFloat((short) 0x3555)).isEqualTo(0.33325195f);
  }
}
