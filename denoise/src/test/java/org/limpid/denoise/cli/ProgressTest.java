package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void printsALineEveryTenthWithoutAScreen() {
    run(new Progress(terminal(0), false, "training"));
    assertThat(shown().lines()).hasSize(10);
    assertThat(shown().lines())
        .first()
        .isEqualTo("training: 10 %, loss 0.5000, 20.0 steps/s, 0:10 gone, 1:30 left");
    assertThat(shown().lines()).last().asString().startsWith("training: 100 %").endsWith("gone");
  }

  @Test
  void rewritesOneLineOnAScreen() {
    Progress progress = new Progress(terminal(60), false, "training");
    run(progress);
    progress.clear();
    assertThat(shown()).doesNotContain("\n").doesNotContain("\033").endsWith("\r");
    for (String line : shown().split("\r")) {
      assertThat(line.length()).isLessThan(60);
    }
    assertThat(shown()).contains("training [##########..........] 50 %, loss 0.5000");
  }

  @Test
  void isSilentWhenToldSo() {
    run(new Progress(terminal(0), true, "training"));
    run(new Progress(terminal(80), true, "training"));
    assertThat(shown()).isEmpty();
  }

  @Test
  void forgetsThatTheFirstStepsWereSlow() {
    Progress progress = new Progress(terminal(0), false, "training");
    progress.show(new Progress.State(0.01, 1, 1, 10));
    for (int step = 2; step <= 50; step++) {
      progress.show(new Progress.State(step / 100.0, step, 1, 10 + 0.1 * step));
    }
    // 50 steps at 10 a second are left, though the first took 10 seconds.
    assertThat(shown().lines()).last().asString().contains("10.0 steps/s").endsWith("0:05 left");
  }

  @Test
  void writesTimesAsClocksDo() {
    assertThat(Progress.clock(7.4)).isEqualTo("0:07");
    assertThat(Progress.clock(754)).isEqualTo("12:34");
    assertThat(Progress.clock(3723)).isEqualTo("1:02:03");
  }

  private static void run(Progress progress) {
    for (int step = 1; step <= 2000; step++) {
      progress.show(new Progress.State(step / 2000.0, step, 0.5, step * 0.05));
    }
  }

  private Terminal terminal(int columns) {
    PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);
    return new Terminal(err, err, columns);
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
