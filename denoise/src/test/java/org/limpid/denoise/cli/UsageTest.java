package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @Test
  void namesTheCommandThereIsNot() {
    Run.limpid("polish").refused("no command 'polish'. Try 'limpid --help'.");
    Run.limpid().refused("name a command");
    Run.limpid("doctor", "--fast").refused("'--fast'. Try 'limpid doctor --help'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "denoise",
        "train",
        "predict",
        "evaluate",
        "info",
        "diagnose",
        "doctor",
        "demo",
        "completion"
      })
  void helpShowsExamples(String command) {
    assertThat(Run.limpid(command, "--help").succeeded().out())
        .startsWith("Usage: limpid " + command)
        .contains("Examples:", "  limpid " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"denoise", "train", "predict", "demo"})
  void commandsAreFoundByTheirNames(String command) {
    String help = Run.limpid(command, "--help").succeeded().out();
    assertThat(help).startsWith("Usage: limpid " + command);
    assertThat(Run.limpid("help", command).succeeded().out()).isEqualTo(help);
  }

  @Test
  void helpListsCommandsAndExitCodes() {
    assertThat(Run.limpid("--help").succeeded().out())
        .containsSubsequence("denoise", "train", "predict", "evaluate", "info", "doctor", "demo")
        .contains("Exit codes: 0 done");
    assertThat(Run.limpid("--version").succeeded().out())
        .startsWith("limpid ")
        .contains("Java " + System.getProperty("java.version"));
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    assertThat(Run.limpid("completion").succeeded().out())
        .startsWith("#!/usr/bin/env bash")
        .contains("complete -F _complete_limpid", "diagnose", "'--budget'", "'--axes'");
  }

  @Test
  void doctorNamesWhatRuns() {
    assertThat(Run.limpid("doctor").succeeded().out())
        .contains("java       " + System.getProperty("java.version"))
        .contains("--device auto takes ");
    assertThat(Run.limpid("doctor", "--json").succeeded().outLines()).hasSize(1);
  }
}
