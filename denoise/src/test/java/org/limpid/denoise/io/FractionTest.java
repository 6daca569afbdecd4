package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FractionTest {
  @ParameterizedTest
  @CsvSource({"72, 1", "1, 3", "1000000, 64503", "7, 4294967295", "4294967295, 7", "355, 113"})
  void fractionsAreFoundAgain(long numerator, long denominator) {
    assertThat(Fraction.of((double) numerator / denominator))
        .containsExactly(numerator, denominator);
  }

  @Test
  void irrationalNumbersComeCloseAndFit() {
    for (double value : new double[] {Math.PI, Math.E * 1e6, 1e-7 / 3, Math.sqrt(2) * 1e-3}) {
      long[] fraction = Fraction.of(value);
      assertThat(fraction[0]).isBetween(1L, 0xffffffffL);
      assertThat(fraction[1]).isBetween(1L, 0xffffffffL);
      assertThat((double) fraction[0] / fraction[1]).isCloseTo(value, within(value * 1e-2));
    }
    assertThat(Fraction.of(1e20)).containsExactly(0xffffffffL, 1);
    assertThat(Fraction.of(1e-20)).containsExactly(1, 0xffffffffL);
  }
}
