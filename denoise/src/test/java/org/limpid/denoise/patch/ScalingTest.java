package org.limpid.denoise.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization.Range;
import org.limpid.random.RandomKey;

class ScalingTest {

  /** Two channels: -3 to 6, and ten times that plus 100. */
  private static final Pixels RISING = rising();

  private static Pixels rising() {
    float[] values = new float[20];
    for (int i = 0; i < 10; i++) {
      values[2 * i] = i - 3;
      values[2 * i + 1] = 10 * (i - 3) + 100;
    }
    return new Pixels(new Size3(1, 2, 5), 2, values);
  }

  private static float[] scaled(Scaling scaling, int channel) {
    Normalization normalization = scaling.of(List.of(RISING));
    float[] all = normalization.over(RISING).cut(new Size3(0, 0, 0), RISING.extents()).values();
    float[] own = new float[10];
    for (int i = 0; i < own.length; i++) {
      own[i] = all[2 * i + channel];
    }
    return own;
  }

  @Test
  void extremesBecomeTheGivenOnes() {
    float[] values = scaled(Scaling.minMax(-1, 2), 1);
    assertThat(values[0]).isEqualTo(-1);
    assertThat(values[9]).isEqualTo(2);
    assertThat(values[3]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void percentilesBecomeZeroAndOne() {
    float[] values = scaled(Scaling.percentiles(10, 90), 0);
    assertThat(values[1]).isZero();
    assertThat(values[9]).isEqualTo(1);
    assertThat(values[0]).isNegative();
  }

  @Test
  void theLargestMagnitudeBecomesOne() {
    assertThat(scaled(Scaling.MAX, 0)[9]).isEqualTo(1);
    assertThat(scaled(Scaling.MAX, 0)[3]).isZero();
    assertThat(scaled(Scaling.MAX, 0)[0]).isEqualTo(-0.5f);
  }

  @Test
  void valuesStayWhereNothingIsWanted() {
    assertThat(scaled(Scaling.NONE, 1)).startsWith(70, 80, 90).endsWith(150, 160);
  }

  @Test
  void standardIsTheUsualNormalization() {
    assertThat(Scaling.STANDARD.of(List.of(RISING))).isEqualTo(Normalization.of(List.of(RISING)));
  }

  @Test
  void outliersNeitherCountNorShow() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? 4 : 6;
    }
    values[77] = 1e6f;
    values[500] = -1e6f;
    Pixels hot = new Pixels(new Size3(1, 10, 100), 1, values);
    Normalization normalization = Scaling.STANDARD.withoutOutliers(0.2, 0.2).of(List.of(hot));
    assertThat(normalization.means().get(0)).isCloseTo(5, within(1e-9));
    assertThat(normalization.deviations().get(0)).isCloseTo(1, within(1e-9));
    assertThat(normalization.ranges()).containsExactly(new Range(4, 6));
    assertThat(normalization.apply(1e6f, 0)).isEqualTo(1);
    assertThat(normalization.undo(normalization.apply(1e6f, 0), 0)).isEqualTo(6);
    assertThat(normalization.over(hot).at(0, 5, 0, 0)).isEqualTo(-1);
  }

  @Test
  void quantilesAreThoseOfSortedValues() {
    RandomKey key = new RandomKey(3, 3, 3);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (key.uniform(i) - 0.4f) * (i % 7 == 0 ? 1e-20f : 1000);
    }
    ChannelValues channel =
        new ChannelValues(
            List.of(
                new Pixels(new Size3(1, 40, 100), 1, Arrays.copyOf(values, 4000)),
                new Pixels(
                    new Size3(10, 10, 10), 1, Arrays.copyOfRange(values, 4000, values.length))),
            0);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    for (double share : new double[] {0, 0.001, 0.25, 0.4, 0.5, 0.9, 1}) {
      int rank = (int) Math.min(sorted.length - 1, share * sorted.length);
      assertThat((float) channel.quantile(share)).isEqualTo(sorted[rank]);
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Scaling.minMax(1, 1))
        .hasMessage("scaling: from 1.0 to 1.0 (expected: finite, rising)");
    assertThatThrownBy(() -> Scaling.percentiles(-1, 99))
        .hasMessage("scaling: percentiles -1.0 and 99.0 (expected: 0 to 100)");
    assertThatThrownBy(() -> Scaling.MAX.withoutOutliers(30, 30))
        .hasMessage("scaling: outliers 30.0 % and 30.0 % (expected: >= 0, together <= 50)");
  }

  @Test
  void describesItself() {
    assertThat(Scaling.percentiles(3, 97).withoutOutliers(0, 1).describe())
        .isEqualTo(
            Map.of(
                "kind",
                "percentiles",
                "low",
                3.0,
                "high",
                97.0,
                "lowOutliers",
                0.0,
                "highOutliers",
                1.0));
  }

  /** 100 x 100 random numbers, some of them far out. */
  private static double stretch(Scaling scaling, int farOut, float value) {
    float[] values = new float[10_000];
    RandomKey key = new RandomKey(1, 2, 3);
    for (int i = 0; i < values.length; i++) {
      values[i] = i < farOut ? value : key.uniform(i);
    }
    List<Pixels> pixels = List.of(new Pixels(new Size3(1, 100, 100), 1, values));
    Normalization scale = scaling.of(pixels);
    return scaling.stretch(pixels.stream().map(scale::over).toList());
  }

  @Test
  void fewSamplesFarOutAreFoundToStretchTheScale() {
    // Deviation 0.29 without, and 10,000 / 100 with.
    assertThat(stretch(Scaling.STANDARD, 1, 10_000)).isCloseTo(100 / 0.289, within(5.0));
    assertThat(stretch(Scaling.STANDARD, 1, -10_000)).isCloseTo(100 / 0.289, within(5.0));
    assertThat(stretch(Scaling.STANDARD, 1, 1e30f)).isGreaterThan(1e6);
    assertThat(stretch(Scaling.minMax(0, 1), 1, 500)).isCloseTo(500, within(1.0));
    assertThat(stretch(Scaling.MAX, 1, 500)).isCloseTo(500, within(1.0));
  }

  @Test
  void othersAreNot() {
    assertThat(stretch(Scaling.STANDARD, 0, 0)).isOne();
    assertThat(stretch(Scaling.STANDARD, 1, 12)).isLessThan(2);
    assertThat(stretch(Scaling.STANDARD, 300, 10_000)).as("not few").isOne();
    assertThat(stretch(Scaling.MAX, 0, 0)).isLessThan(1.01);
    for (Scaling robust :
        List.of(
            Scaling.percentiles(2, 98), Scaling.NONE, Scaling.STANDARD.withoutOutliers(0, 0.01))) {
      assertThat(stretch(robust, 1, 10_000)).as("%s", robust).isOne();
    }
  }
}
