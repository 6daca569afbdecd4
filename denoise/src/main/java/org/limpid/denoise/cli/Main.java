package org.limpid.denoise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Entry point of {@code limpid}. Exit codes: 0 done, 2 the user can fix it, 1 a fault of ours. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param arguments as on the command line, such as {@code denoise in.tif out.tif}
   */
  public static void main(String... arguments) {
    // Pictures are drawn, never shown: no display is needed.
    System.setProperty("java.awt.headless", "true");
    VectorModule.load();
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /** Runs a command and gives its exit code. */
  static int run(Terminal terminal, String... arguments) {
    Failures failures = new Failures(terminal);
    CommandLine line = new CommandLine(new LimpidCommand());
    line.addSubcommand(new EvaluateCommand(terminal));
    line.addSubcommand(new InfoCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.setOut(new java.io.PrintWriter(terminal.out(), true));
    line.setErr(new java.io.PrintWriter(terminal.err(), true));
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line.execute(arguments);
  }
}
