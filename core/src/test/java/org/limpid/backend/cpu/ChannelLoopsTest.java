package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Activation;

/** Vector loops give the same bits as plain ones and write nothing else. */
class ChannelLoopsTest {

  private static final int[] COUNTS = {1, 3, 16, 31, 100};
  private static final int LENGTH = 160;

  private final float[][] scratch = new float[ChannelLoops.SCRATCH][LENGTH];
  private final ChannelLoops plain = new PlainChannelLoops();
  private ChannelLoops fastest = plain;

  @BeforeEach
  void findVectors() {
    assumeTrue(
        VectorSupport.unavailableReason().isEmpty(),
        () -> "not run: " + VectorSupport.unavailableReason().orElseThrow());
    fastest = VectorSupport.fastestLoops();
  }

  /** Runs loops on arrays of equal contents for each side. */
  private interface Loop {
    void run(ChannelLoops loops, float[][] v, int count);
  }

  private void compare(Loop loop) {
    for (int count : COUNTS) {
      float[][] expected = draw();
      float[][] actual = draw();
      loop.run(plain, expected, count);
      loop.run(fastest, actual, count);
      assertThat(actual).isDeepEqualTo(expected);
    }
  }

  private static float[][] draw() {
    Random random = new Random(3);
    float[][] v = new float[10][LENGTH];
    for (float[] array : v) {
      for (int i = 0; i < LENGTH; i++) {
        array[i] = random.nextInt(8) == 0 ? 0 : (float) random.nextGaussian();
      }
    }
    return v;
  }

  private static NormalizationFactors factors(float[][] v) {
    return new NormalizationFactors(v[2], v[3], v[4], v[5], v[6], v[7]);
  }

  @Test
  void deviationsAreTheSame() {
    compare((loops, v, n) -> loops.addDeviations(v[0], 5, v[1], v[2], v[3], n, scratch));
  }

  @Test
  void normalizedIsTheSame() {
    for (Activation activation :
        new Activation[] {Activation.IDENTITY, Activation.RELU, Activation.ELU}) {
      compare(
          (loops, v, n) ->
              loops.normalize(activation, v[0], 5, v[1], v[2], v[3], v[4], 9, n, scratch));
    }
  }

  @Test
  void gradientsAreTheSame() {
    for (Activation activation :
        new Activation[] {Activation.IDENTITY, Activation.RELU, Activation.ELU}) {
      compare(
          (loops, v, n) ->
              loops.addGradients(activation, v[0], 5, v[1], 2, factors(v), v[8], v[9], n, scratch));
      compare(
          (loops, v, n) ->
              loops.passGradients(activation, v[0], 5, v[1], 2, factors(v), v[8], 7, n, scratch));
      compare(
          (loops, v, n) ->
              loops.passGradients(activation, v[0], 5, v[1], 2, factors(v), v[1], 2, n, scratch));
    }
  }

  /** Also where rounding decides. */
  @Test
  void rectifierPassesGradientsWhereItsResultIsPositive() {
    for (ChannelLoops loops : new ChannelLoops[] {plain, fastest}) {
      float[][] v = draw();
      NormalizationFactors f =
          new NormalizationFactors(v[2], v[3], v[4], v[5], new float[LENGTH], new float[LENGTH]);
      for (int i = 0; i < 100; i++) {
        v[1][i] = 1;
        // The result is about zero.
        v[5][i] = -(v[0][i] - v[2][i]) * v[4][i] + (i % 3 - 1) * 1e-7f;
      }
      loops.normalize(Activation.RELU, v[0], 0, v[2], v[4], v[5], v[8], 0, 100, scratch);
      loops.passGradients(Activation.RELU, v[0], 0, v[1], 0, f, v[9], 0, 100, scratch);
      for (int i = 0; i < 100; i++) {
        assertThat(v[9][i]).as("element %d", i).isEqualTo(v[8][i] > 0 ? v[4][i] : 0f);
      }
    }
  }
}
