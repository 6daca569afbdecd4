package org.limpid.denoise.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code limpid completion}: lets a shell complete commands and options. */
@Command(
    name = "completion",
    description =
        "Writes a script with which bash and zsh complete commands, options and file names.",
    footer = {
      "",
      "Examples:",
      "  source <(limpid completion)                                     for this shell",
      "  limpid completion > ~/.local/share/bash-completion/completions/limpid",
      "                                                                  bash, for good",
      "  echo 'autoload -U +X bashcompinit && bashcompinit && source <(limpid completion)' >>"
          + " ~/.zshrc",
      "                                                                  zsh, for good"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("completion: run outside of a command line");
    }
    terminal.out().print(AutoComplete.bash("limpid", spec.root().commandLine()));
    terminal.out().flush();
    return 0;
  }
}
