package org.limpid.denoise.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Entry point of {@code limpid}. Exit codes: 0 done, 2 the user can fix it, 1 a fault of ours. */
public final class Main {
  /** In the order in which help lists them. */
  private static final List<Map.Entry<String, Function<Terminal, Object>>> COMMANDS =
      List.of(
          Map.entry("denoise", DenoiseCommand::line),
          Map.entry("train", TrainCommand::line),
          Map.entry("predict", PredictCommand::new),
          Map.entry("evaluate", EvaluateCommand::new),
          Map.entry("info", InfoCommand::new),
          Map.entry("diagnose", DiagnoseCommand::new),
          Map.entry("doctor", DoctorCommand::new),
          Map.entry("demo", DemoCommand::new));

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
    String named = arguments.length > 0 ? arguments[0] : "";
    for (Map.Entry<String, Function<Terminal, Object>> command : COMMANDS) {
      // Reading the options of all commands takes a twentieth of a second.
      if (command.getKey().equals(named) || !isCommand(named)) {
        line.addSubcommand(command.getKey(), command.getValue().apply(terminal));
      }
    }
    if (!isCommand(named)) {
      line.addSubcommand(new CompletionCommand(terminal));
    }
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

  private static boolean isCommand(String name) {
    return COMMANDS.stream().anyMatch(command -> command.getKey().equals(name));
  }
}
