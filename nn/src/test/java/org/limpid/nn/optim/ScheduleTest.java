package org.limpid.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void lambdaIsASchedule() {
    Schedule linear = (initial, step, done) -> initial * (float) (1 - done);
    assertThat(linear.rate(2, 0, 0.25)).isEqualTo(1.5f);
    linear.observe(1);
    assertThat(linear.state()).isEmpty();
    assertThat(Schedule.constant().rate(0.3f, 1000, 0.9)).isEqualTo(0.3f);
  }

  @Test
  void cosineFallsFromOneToItsFloor() {
    Schedule cosine = Schedule.cosine();
    assertThat(cosine.rate(2, 0, 0)).isEqualTo(2);
    assertThat(cosine.rate(2, 50, 0.5)).isCloseTo(1, within(1e-6f));
    assertThat(cosine.rate(2, 75, 0.75)).isCloseTo(0.2929f, within(1e-4f));
    assertThat(cosine.rate(2, 100, 1)).isZero();
    assertThat(Schedule.cosine(0, 0.1f).rate(2, 100, 1)).isCloseTo(0.2f, within(1e-6f));
  }

  @Test
  void warmUpRisesToTheInitialRate() {
    Schedule warm = Schedule.cosine(4, 0);
    assertThat(warm.rate(1, 0, 0)).isEqualTo(0.25f);
    assertThat(warm.rate(1, 1, 0)).isEqualTo(0.5f);
    assertThat(warm.rate(1, 3, 0)).isEqualTo(1);
    assertThat(warm.rate(1, 4, 0)).isEqualTo(1);
  }

  @Test
  void rampDownFallsAtTheEndOnly() {
    Schedule ramp = Schedule.rampDown(0.3);
    assertThat(ramp.rate(1, 0, 0)).isEqualTo(1);
    assertThat(ramp.rate(1, 0, 0.7)).isCloseTo(1, within(1e-6f));
    assertThat(ramp.rate(1, 0, 0.85)).isCloseTo(0.25f, within(1e-6f));
    assertThat(ramp.rate(1, 0, 1)).isZero();
  }

  @Test
  void stepsMultiplyByTheFactor() {
    Schedule steps = Schedule.steps(10, 0.5f);
    assertThat(steps.rate(1, 9, 0)).isEqualTo(1);
    assertThat(steps.rate(1, 10, 0)).isEqualTo(0.5f);
    assertThat(steps.rate(1, 35, 0)).isEqualTo(0.125f);
  }

  @Test
  void plateauHalvesAfterItsPatience() {
    Schedule plateau = Schedule.plateau();
    plateau.observe(1);
    for (int i = 0; i < 9; i++) {
      plateau.observe(1);
      assertThat(plateau.rate(4e-4f, i, 0)).isEqualTo(4e-4f);
    }
    plateau.observe(Double.NaN);
    assertThat(plateau.rate(4e-4f, 10, 0)).isEqualTo(2e-4f);
    plateau.observe(0.9);
    for (int i = 0; i < 9; i++) {
      plateau.observe(2);
    }
    plateau.observe(0.8);
    assertThat(plateau.rate(4e-4f, 21, 0)).isEqualTo(2e-4f);
  }

  @Test
  void plateauHasAMarginAndAMinimum() {
    Schedule plateau = Schedule.plateau(0.1f, 1, 0.5, 0.02f);
    plateau.observe(10);
    plateau.observe(9.6);
    assertThat(plateau.rate(1, 0, 0)).isEqualTo(0.1f);
    plateau.observe(9.4);
    assertThat(plateau.rate(1, 0, 0)).isEqualTo(0.1f);
    plateau.observe(9.4);
    plateau.observe(9.4);
    assertThat(plateau.rate(1, 0, 0)).isEqualTo(0.02f);
    assertThat(plateau.rate(0.01f, 0, 0)).isEqualTo(0.01f);
  }

  @Test
  void restoredPlateauGoesOn() {
    Schedule plateau = Schedule.plateau(0.5f, 3, 0, 0);
    assertThat(plateau.state()).doesNotContainKey("best");
    for (double loss : new double[] {1, 2, 2, 2, 2}) {
      plateau.observe(loss);
    }
    Schedule other = Schedule.plateau(0.5f, 3, 0, 0);
    other.restore(plateau.state());
    assertThat(other.state()).isEqualTo(plateau.state());
    for (Schedule schedule : new Schedule[] {plateau, other}) {
      assertThat(schedule.rate(1, 0, 0)).isEqualTo(0.5f);
      schedule.observe(1);
      schedule.observe(1);
      assertThat(schedule.rate(1, 0, 0)).isEqualTo(0.25f);
    }
    other.restore(Map.of());
    assertThat(other.rate(1, 0, 0)).isEqualTo(1);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> Schedule.plateau(1, 10, 0, 0))
        .hasMessage("plateau: factor 1.0 (expected: 0 <= factor < 1)");
    assertThatThrownBy(() -> Schedule.plateau(0.5f, 0, 0, 0))
        .hasMessage("plateau: patience 0 (expected: >= 1)");
    assertThatThrownBy(() -> Schedule.steps(0, 0.5f)).hasMessage("steps: every 0 (expected: >= 1)");
    assertThatThrownBy(() -> Schedule.rampDown(0))
        .hasMessage("rampDown: share 0.0 (expected: 0 < share <= 1)");
    assertThatThrownBy(() -> Schedule.cosine(-1, 0))
        .hasMessage("cosine: warmUp -1 (expected: >= 0)");
  }
}
