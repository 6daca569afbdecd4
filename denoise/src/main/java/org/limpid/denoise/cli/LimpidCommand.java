package org.limpid.denoise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** {@code limpid} without a command: says what there is. */
@Command(
    name = "limpid",
    description = {
      "Learns to remove noise from your images without clean examples.",
      "",
      "Try it:    limpid demo",
      "Your own:  limpid denoise noisy.tif clean.tif",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = LimpidCommand.Version.class,
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Exit codes: 0 done, 2 something you can fix (one line says what), 1 a fault in Limpid."
    })
final class LimpidCommand implements Runnable {
  @Override
  public void run() {
    throw new UserException("name a command, such as demo or denoise. Try 'limpid --help'.");
  }

  /** Says which Limpid and which Java. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"limpid " + Machine.limpid(), "Java " + Machine.java()};
    }
  }
}
