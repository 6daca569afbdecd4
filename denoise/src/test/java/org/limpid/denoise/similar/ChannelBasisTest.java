package org.limpid.denoise.similar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChannelBasisTest {

  private static final int PIXELS = 24 * 17;

  /** Channels that share a picture, each with something of its own. */
  private static Planes planes(int channels) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] values = new float[channels][PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      double shared = random.nextDouble(100);
      for (int c = 0; c < channels; c++) {
        values[c][i] = (float) (shared * (c + 1) + random.nextDouble(10 + 5 * c) + 7 * c);
      }
    }
    return new Planes(24, 17, values);
  }

  private static double covariance(float[] a, float[] b) {
    double first = 0;
    double second = 0;
    double both = 0;
    for (int i = 0; i < PIXELS; i++) {
      first += a[i] / PIXELS;
      second += b[i] / PIXELS;
      both += (double) a[i] * b[i] / PIXELS;
    }
    return both - first * second;
  }

  @Test
  void channelsAreNoLongerCorrelatedAndTheStrongestComesFirst() {
    for (int channels : new int[] {2, 3, 7}) {
      Planes planes = planes(channels);
      float[][] turned = ChannelBasis.of(planes).forward(planes).channels();
      for (int a = 0; a < channels; a++) {
        for (int b = a + 1; b < channels; b++) {
          assertThat(covariance(turned[a], turned[a]))
              .isGreaterThan(covariance(turned[b], turned[b]));
          assertThat(covariance(turned[a], turned[b])).isEqualTo(0, within(0.02));
        }
      }
    }
  }

  @Test
  void lengthsAreKeptAndTheWayBackIsFound() {
    Planes planes = planes(3);
    ChannelBasis basis = ChannelBasis.of(planes);
    Planes turned = basis.forward(planes);
    Planes back = basis.back(turned);
    for (int i = 0; i < PIXELS; i++) {
      double before = 0;
      double after = 0;
      for (int c = 0; c < 3; c++) {
        before += planes.channels()[c][i] * planes.channels()[c][i];
        after += turned.channels()[c][i] * turned.channels()[c][i];
        assertThat(back.channels()[c][i]).isCloseTo(planes.channels()[c][i], within(1e-3f));
      }
      assertThat(after).isCloseTo(before, within(1e-4 * before));
    }
  }

  @Test
  void oneChannelStaysBitForBit() {
    Planes planes = planes(1);
    ChannelBasis basis = ChannelBasis.of(planes);
    assertThat(basis.forward(planes).channels()[0]).containsExactly(planes.channels()[0]);
    assertThat(basis.back(planes).channels()[0]).containsExactly(planes.channels()[0]);
  }

  /** Nothing is correlated with what does not change. */
  @Test
  void constantAndEqualChannelsAreNoTrouble() {
    float[] values = planes(1).channels()[0];
    Planes planes = new Planes(24, 17, new float[][] {values, new float[PIXELS], values});
    ChannelBasis basis = ChannelBasis.of(planes);
    Planes back = basis.back(basis.forward(planes));
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < PIXELS; i++) {
        assertThat(back.channels()[c][i]).isCloseTo(planes.channels()[c][i], within(1e-3f));
      }
    }
  }
}
