package org.limpid.denoise.similar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.Noise;

class StabilizerTest {

  @Test
  void noiseIsMadeEvenAndUndoneWithoutBias() {
    Stabilizer camera = new Stabilizer(List.of(new Stabilizer.Line(4, 25, 25)));
    for (int level : new int[] {20, 60, 150, 240}) {
      float[] constant = new float[40_000];
      Arrays.fill(constant, level);
      Image noisy = Noise.poissonGaussian(4, 5).apply(Image.of(constant, 200, 200), level);
      double sum = 0;
      double squares = 0;
      for (float value : camera.forward(noisy).samples()) {
        sum += value / (double) constant.length;
        squares += value * (double) value / constant.length;
      }
      assertThat(Math.sqrt(squares - sum * sum)).isCloseTo(1, within(0.05));
      Image mean = Image.of(new float[] {(float) sum}, 1, 1);
      assertThat(camera.back(mean).samples()[0]).isCloseTo(level, within(0.6f));
    }
  }

  /** Where the line would say that dark pixels have no noise, they have that of the floor. */
  @Test
  void goesOnStraightBelowTheFloor() {
    Stabilizer.Line line = new Stabilizer.Line(17.6, -135, 80);
    double knot = (80 + 135) / 17.6;
    assertThat(line.forward(knot - 1e-6)).isCloseTo(line.forward(knot), within(1e-5));
    assertThat(line.forward(3) - line.forward(2)).isCloseTo(1 / Math.sqrt(80), within(1e-9));
    assertThat(line.back(line.forward(5)) - line.back(line.forward(2))).isCloseTo(3, within(1e-9));
    assertThat(line.back(line.forward(knot) + 1e-6))
        .isCloseTo(line.back(line.forward(knot) - 1e-6), within(1e-4));
  }

  @Test
  void noiseThatFallsIsAMirroredOne() {
    Stabilizer.Line falling = new Stabilizer.Line(-2, 520, 10);
    Stabilizer.Line growing = new Stabilizer.Line(2, 520, 10);
    assertThat(falling.forward(100)).isEqualTo(-growing.forward(-100));
    assertThat(falling.forward(101) - falling.forward(100))
        .isCloseTo(1 / Math.sqrt(320), within(1e-3));
    assertThat(falling.back(falling.forward(40))).isCloseTo(40, within(1.0));
  }

  @Test
  void linesAreChecked() {
    assertThatThrownBy(() -> new Stabilizer.Line(1, Double.NaN, 1))
        .hasMessage(
            "stabilizer: slope 1.0, offset NaN, floor 1.0 (expected: finite, floor above 0)");
    assertThatThrownBy(() -> new Stabilizer.Line(1, 1, 0)).hasMessageContaining("floor 0.0");
  }
}
