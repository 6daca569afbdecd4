package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void expIsWithinTwoUnitsInTheLastPlace() {
    double worst = 0;
    for (int i = -10_400_000; i <= 8_872_000; i += 7) {
      float x = i * 1e-5f;
      worst = Math.max(worst, units(Exponential.exp(x), StrictMath.exp(x)));
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void expOfSmallNumbersIsWithinTwoUnits() {
    double worst = 0;
    for (float x = 1e-30f; x < 1; x *= 1.0003f) {
      worst = Math.max(worst, units(Exponential.exp(x), StrictMath.exp(x)));
      worst = Math.max(worst, units(Exponential.exp(-x), StrictMath.exp(-x)));
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void expEndsInInfinityAndZero() {
    assertThat(Exponential.exp(0)).isEqualTo(1);
    assertThat(Exponential.exp(88.72f)).isFinite();
    assertThat(Exponential.exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Exponential.exp(-104)).isZero();
    assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(Float.NaN)).isNaN();
  }

  @Test
  void expMinusOneKeepsSmallNumbers() {
    double worst = 0;
    for (float x = 1e-30f; x < 110; x *= 1.0003f) {
      worst = Math.max(worst, units(Exponential.expMinusOne(-x), StrictMath.expm1(-x)));
    }
    assertThat(worst).isLessThan(2);
    assertThat(Exponential.expMinusOne(0)).isZero();
    assertThat(Exponential.expMinusOne(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Exponential.expMinusOne(Float.NaN)).isNaN();
  }

  @Test
  void logOnePlusKeepsSmallNumbers() {
    double worst = 0;
    for (float t = 1e-30f; t <= 1; t *= 1.0003f) {
      worst = Math.max(worst, units(Exponential.logOnePlus(t), StrictMath.log1p(t)));
    }
    assertThat(worst).isLessThan(3);
    assertThat(Exponential.logOnePlus(0)).isZero();
    assertThat(Exponential.logOnePlus(1)).isCloseTo((float) StrictMath.log(2), within(1e-7f));
  }

  /** Distance in units of the expected value's last place as a float. */
  private static double units(float actual, double expected) {
    return Math.abs(actual - expected) / Math.ulp((float) expected);
  }
}
