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
      worst = Math.max(worst, units(exp(x), StrictMath.exp(x)));
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void expOfSmallNumbersIsWithinTwoUnits() {
    double worst = 0;
    for (float x = 1e-30f; x < 1; x *= 1.0003f) {
      worst = Math.max(worst, units(exp(x), StrictMath.exp(x)));
      worst = Math.max(worst, units(exp(-x), StrictMath.exp(-x)));
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void expEndsInInfinityAndZero() {
    assertThat(exp(0)).isEqualTo(1);
    assertThat(exp(88.72f)).isFinite();
    assertThat(exp(88.73f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(exp(-104)).isZero();
    assertThat(exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(exp(Float.NaN)).isNaN();
  }

  @Test
  void expMinusOneKeepsSmallNumbers() {
    double worst = 0;
    for (float x = 1e-30f; x < 110; x *= 1.0003f) {
      worst = Math.max(worst, units(expMinusOne(-x), StrictMath.expm1(-x)));
    }
    assertThat(worst).isLessThan(2);
    assertThat(expMinusOne(0)).isZero();
    assertThat(expMinusOne(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(expMinusOne(Float.NaN)).isNaN();
  }

  @Test
  void logOnePlusKeepsSmallNumbers() {
    double worst = 0;
    for (float t = 1e-30f; t <= 1; t *= 1.0003f) {
      worst = Math.max(worst, units(logOnePlus(t), StrictMath.log1p(t)));
    }
    assertThat(worst).isLessThan(3);
    assertThat(logOnePlus(0)).isZero();
    assertThat(logOnePlus(1)).isCloseTo((float) StrictMath.log(2), within(1e-7f));
  }

  private static float exp(float x) {
    float[] one = {x};
    Exponential.exp(one, new float[1], 1);
    return one[0];
  }

  private static float expMinusOne(float x) {
    float[] one = {x};
    Exponential.expMinusOne(one, new float[1], 1);
    return one[0];
  }

  private static float logOnePlus(float t) {
    float[] one = {t};
    Exponential.logOnePlus(one, 1);
    return one[0];
  }

  /** Distance in units of the expected value's last place as a float. */
  private static double units(float actual, double expected) {
    return Math.abs(actual - expected) / Math.ulp((float) expected);
  }
}
