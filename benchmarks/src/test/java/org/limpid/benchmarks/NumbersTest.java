package org.limpid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.limpid.tensor.Shape;

class NumbersTest {

  @Test
  void channelsComeBeforePixels() {
    // Two images of three pixels and two channels; hundreds: image, tens: pixel, ones: channel.
    float[] last = {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121};

    assertThat(Numbers.channelsFirst(last, Shape.of(2, 1, 3, 2)))
        .containsExactly(0, 10, 20, 1, 11, 21, 100, 110, 120, 101, 111, 121);
  }

  @Test
  void outputsComeBeforeInputsBeforeTaps() {
    // Two taps, two inputs, three outputs; hundreds: tap, tens: input, ones: output.
    float[] weight = {0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112};

    assertThat(Numbers.outputsFirst(weight, Shape.of(1, 2, 2, 3)))
        .containsExactly(0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112);
  }

  @Test
  void differenceIsAShareOfTheLargestValueAndSeesNotANumber() {
    float[] expected = {-4, 2};
    assertThat(Numbers.difference(expected, new float[] {-4, 2})).isZero();
    assertThat(Numbers.difference(expected, new float[] {-4, 3})).isEqualTo(0.25);
    assertThat(Numbers.difference(expected, new float[] {Float.NaN, 2})).isNaN();
    assertThat(Numbers.difference(new float[] {Float.NaN, 2}, expected)).isNaN();
    assertThatThrownBy(() -> Numbers.difference(expected, new float[1]))
        .hasMessage("answers of 2 and 1 values");
  }

  @Test
  void sparseOnesAreAboutTwoInAThousand() {
    float sum = 0;
    for (float value : Numbers.sparseOnes(100_000, 1)) {
      assertThat(value).isIn(0f, 1f);
      sum += value;
    }
    assertThat(sum).isBetween(150f, 250f);
  }
}
