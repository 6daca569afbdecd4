package org.limpid.denoise.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
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
    line.addSubcommand(DenoiseCommand.line(terminal));
    line.addSubcommand(TrainCommand.line(terminal));
    line.addSubcommand(new PredictCommand(terminal));
    line.addSubcommand(new EvaluateCommand(terminal));
    line.addSubcommand(new InfoCommand(terminal));
    line.addSubcommand(new DiagnoseCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(new DemoCommand(terminal));
    line.setOut(new PrintWriter(terminal.out(), true, Charset.defaultCharset()));
    line.setErr(new PrintWriter(terminal.err(), true, Charset.defaultCharset()));
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      return failures.outOfMemory(e);
    } catch (LinkageError | AssertionError | StackOverflowError e) {
      return failures.ours(e);
    }
  }
}
