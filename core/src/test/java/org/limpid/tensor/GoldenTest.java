package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.testing.GradientCheck;

/** The reference backend against PyTorch; other devices are compared in their contract. */
class GoldenTest {

  private static final GoldenCases CASES = new GoldenCases();

  static Set<String> names() {
    return CASES.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void valueAndGradientsMatchPyTorch(String name) {
    // Values are stored as float32, which is exact to 6e-8.
    CASES.check(name, GradientCheck.device(), 1e-7f);
  }

  @Test
  void everyCaseOfTheFileIsChecked() {
    assertThat(CASES.names()).containsExactlyInAnyOrderElementsOf(GoldenCases.inFile());
    assertThat(CASES.names()).hasSizeGreaterThan(50);
  }
}
