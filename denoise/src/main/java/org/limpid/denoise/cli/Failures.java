package org.limpid.denoise.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.limpid.backend.OutOfMemoryException;
import org.limpid.tensor.DeviceException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  static final int USER = 2;
  static final int OURS = 1;

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String text = e instanceof UnmatchedArgumentException unknown ? unknown(unknown) : message(e);
    say(plain(text) + " Try '" + command + " --help'.");
    return USER;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof ParameterException wrong) {
      return handleParseException(wrong, new String[0]);
    }
    if (e instanceof OutOfMemoryException) {
      return outOfMemory(e);
    }
    if (isTheUsers(e)) {
      say(message(e));
      return USER;
    }
    if (parsed.hasMatchedOption("--verbose")) {
      e.printStackTrace(terminal.err());
    }
    return ours(e);
  }

  /** A fault of ours. */
  int ours(Throwable e) {
    say("a fault in Limpid: " + e.toString().replaceAll("\\s*\\R\\s*", " ") + ". " + whereTold(e));
    return OURS;
  }

  /** Java's heap or a device's memory is too small for what was asked. */
  int outOfMemory(Throwable e) {
    say(
        "not enough memory ("
            + e.getMessage()
            + "; Java may use "
            + Machine.gibibytes(Machine.heapBytes())
            + "). Take smaller images, or give Java more: LIMPID_JAVA_OPTS=-Xmx8g");
    return USER;
  }

  /** Whether the user can put it right: a file, a device or a value. */
  static boolean isTheUsers(Throwable e) {
    return e instanceof UserException
        || e instanceof DeviceException
        || e instanceof IOException
        || e instanceof UncheckedIOException;
  }

  /** One line about something the user can put right. */
  static String message(Throwable e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    String message = cause.getMessage();
    if (cause instanceof FileSystemException file && file.getReason() == null) {
      message = file.getFile() + ": " + fault(file);
    }
    return sentence(message == null ? cause.toString() : message);
  }

  private static String fault(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file. Check the path.";
    }
    return e instanceof AccessDeniedException
        ? "access denied. Check the permissions."
        : e.getClass().getSimpleName();
  }

  /** Without words that only programmers know. */
  private static String plain(String text) {
    return text.replaceAll("is not an? (int|long)\\b", "is no whole number in reach")
        .replaceAll("is not an? (double|float)\\b", "is no number")
        .replaceAll("is not an? boolean\\b", "is neither true nor false")
        .replaceFirst("(?<=\\))$", ".");
  }

  private static String unknown(UnmatchedArgumentException e) {
    boolean isRoot = e.getCommandLine().getParent() == null;
    boolean isOption = e.getUnmatched().get(0).startsWith("-");
    return "no "
        + (isRoot ? isOption ? "option" : "command" : "option or place for")
        + " '"
        + e.getUnmatched().get(0)
        + "'.";
  }

  private void say(String message) {
    terminal.err().println("limpid: " + message);
  }

  private static String sentence(String text) {
    String line = text.replaceAll("\\s*\\R\\s*|\\p{Cc}+", " ").strip();
    return line.matches(".*[.!?)]") ? line : line + ".";
  }

  private static String whereTold(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    try {
      Path file = Files.createTempFile("limpid-fault-", ".txt");
      Files.writeString(file, trace.toString());
      return "Please report it with " + file;
    } catch (IOException unwritable) {
      return "Please report it with this trace: " + trace;
    }
  }
}
