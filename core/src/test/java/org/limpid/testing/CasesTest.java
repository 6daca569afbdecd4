package org.limpid.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CasesTest {

  @BeforeEach
  void unlessOneSeedIsReplayed() {
    assumeThat(Long.getLong(Cases.SEED_PROPERTY)).as("seed to replay").isNull();
  }

  @Test
  void sameSeedGivesSameCases() {
    assertThat(firstNumbers(7)).hasSize(5).doesNotHaveDuplicates().isEqualTo(firstNumbers(7));
  }

  @Test
  void failureNamesItsSeed() {
    assertThatThrownBy(
            () ->
                Cases.forAll(
                    9, 40, random -> assertThat(random.nextLong()).isNotEqualTo(third(40))))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("seed 42 (again with -Dlimpid.seed=42): ");
  }

  private static List<Long> firstNumbers(long seed) {
    List<Long> numbers = new ArrayList<>();
    Cases.forAll(5, seed, random -> numbers.add(random.nextLong()));
    return numbers;
  }

  private static long third(long seed) {
    return firstNumbers(seed).get(2);
  }
}
