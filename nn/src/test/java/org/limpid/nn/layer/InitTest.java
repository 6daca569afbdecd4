package org.limpid.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.limpid.nn.Parameters;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;

class InitTest {

  private static final RandomKey KEY = new RandomKey(3, 2, 1);

  private static float[] draw(Init init, long fanIn, long fanOut) {
    float[] values = new float[20_000];
    init.fill(values, fanIn, fanOut, KEY);
    return values;
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    assertThat(mean).isCloseTo(0, within(0.05));
    return Math.sqrt(squares / values.length - mean * mean);
  }

  @Test
  void uniformDrawsFillTheirRange() {
    float limit = (float) Math.sqrt(6.0 / 54);
    for (float value : draw(Init.GLOROT_UNIFORM, 18, 36)) {
      assertThat(value).isBetween(-limit, limit);
    }
    assertThat(deviation(draw(Init.GLOROT_UNIFORM, 18, 36)))
        .isCloseTo(Math.sqrt(2.0 / 54), within(0.005));
    assertThat(deviation(draw(Init.HE_UNIFORM, 18, 36)))
        .isCloseTo(Math.sqrt(2.0 / 18), within(0.01));
  }

  @Test
  void normalDrawsHaveTheirDeviation() {
    assertThat(deviation(draw(Init.HE_NORMAL, 18, 36))).isCloseTo(1.0 / 3, within(0.01));
    assertThat(deviation(draw(Init.normal(1), 25, 1))).isCloseTo(0.2, within(0.005));
  }

  @Test
  void theSameKeyGivesTheSameWeights() {
    assertThat(draw(Init.HE_NORMAL, 9, 9)).isEqualTo(draw(Init.HE_NORMAL, 9, 9));
    float[] other = new float[20_000];
    Init.HE_NORMAL.fill(other, 9, 9, KEY.at(2));
    assertThat(other).isNotEqualTo(draw(Init.HE_NORMAL, 9, 9));
    assertThat(draw(Init.ZEROS, 9, 9)).containsOnly(0);
  }

  @Test
  void layersTellWhatAnOutputSumsUp() {
    long[] fans = new long[2];
    Init spy =
        (values, fanIn, fanOut, key) -> {
          fans[0] = fanIn;
          fans[1] = fanOut;
        };
    try (Scope scope = Scope.open()) {
      Conv.of(Device.cpu(), Shape.of(3, 3, 2, 5), spy, KEY);
      assertThat(fans).containsExactly(18, 45);
      ConvTransposed.of(Device.cpu(), Shape.of(2, 2, 5, 3), spy, KEY, 2);
      assertThat(fans).containsExactly(12, 20);
    }
  }

  @Test
  void weightsDoNotDependOnTheDevice() {
    try (Device one = Device.cpu(1);
        Device two = Device.cpu(2)) {
      float[] first = weights(one);
      assertThat(weights(two)).isEqualTo(first);
    }
  }

  private static float[] weights(Device device) {
    try (Scope scope = Scope.open()) {
      Conv conv = Conv.of(device, Shape.of(3, 3, 2, 5), Init.GLOROT_UNIFORM, KEY);
      return Parameters.of(conv).get("weight").value().toArray();
    }
  }
}
