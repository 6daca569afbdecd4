package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleTypeTest {
  @Test
  void roundsHalfUp() {
    assertThat(SampleType.UINT8.stored(2.5f)).isEqualTo(3);
    assertThat(SampleType.UINT8.stored(Math.nextDown(2.5f))).isEqualTo(2);
    assertThat(SampleType.UINT8.stored(Math.nextDown(0.5f))).isZero();
    assertThat(SampleType.INT16.stored(-2.5f)).isEqualTo(-2);
    assertThat(SampleType.INT16.stored(-2.75f)).isEqualTo(-3);
  }

  @ParameterizedTest
  @EnumSource(
      value = SampleType.class,
      names = {"FLOAT16", "FLOAT32", "FLOAT64"},
      mode = EnumSource.Mode.EXCLUDE)
  void saturatesAtTheEndsOfIntegerRanges(SampleType type) {
    assertThat(type.stored(1e30f)).isEqualTo(type.max());
    assertThat(type.stored(-1e30f)).isEqualTo(type.min());
    assertThat(type.stored(Float.POSITIVE_INFINITY)).isEqualTo(type.max());
    assertThat(type.max() - type.min()).isEqualTo(Math.scalb(1.0, type.bits()) - 1);
  }

  @Test
  void floatingPointTypesKeepEverything() {
    assertThat(SampleType.FLOAT32.stored(-0.1f)).isEqualTo(-0.1f);
    assertThat(SampleType.FLOAT64.stored(Float.NaN)).isNaN();
    assertThat(SampleType.FLOAT32.isInteger()).isFalse();
  }

  @Test
  void integersHoldNoNaN() {
    assertThatThrownBy(() -> SampleType.UINT16.stored(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SampleType.stored: NaN has no uint16 value. Use float32.");
  }
}
