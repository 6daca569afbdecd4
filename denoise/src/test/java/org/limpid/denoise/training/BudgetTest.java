package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {

  @Test
  void countsSteps() {
    Budget budget = Budget.steps(40);
    assertThat(budget.spent(10, 1000)).isEqualTo(0.25);
    assertThat(budget.spent(40, 0)).isEqualTo(1);
    assertThat(budget.remaining(10, 5)).isCloseTo(15, within(1e-9));
    assertThat(budget.remaining(0, 5)).isInfinite();
  }

  @Test
  void countsTime() {
    Budget budget = Budget.time(Duration.ofSeconds(20));
    assertThat(budget.spent(1_000_000, 5)).isEqualTo(0.25);
    assertThat(budget.spent(0, 30)).isEqualTo(1);
    assertThat(budget.remaining(3, 5)).isCloseTo(15, within(1e-9));
    assertThat(budget.remaining(3, 50)).isZero();
  }

  @Test
  void endsWithWhateverEndsFirst() {
    Budget budget = Budget.steps(100).atMost(Duration.ofSeconds(10));
    assertThat(budget.spent(90, 1)).isEqualTo(0.9);
    assertThat(budget.spent(10, 8)).isEqualTo(0.8);
    assertThat(budget.remaining(50, 4)).isCloseTo(4, within(1e-9));
    assertThat(budget.remaining(10, 8)).isCloseTo(2, within(1e-9));
  }

  @Test
  void refusesNoneAndEndless() {
    assertThatThrownBy(() -> Budget.time(Duration.ZERO))
        .hasMessage("budget: time PT0S (expected: > 0)");
    assertThatThrownBy(() -> Budget.steps(Integer.MAX_VALUE)).hasMessageContaining("without end");
  }
}
