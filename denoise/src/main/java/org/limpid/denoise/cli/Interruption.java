package org.limpid.denoise.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while a job runs: the first asks it to finish early, the second ends the process.
 *
 * <p>A shutdown hook would not do: once a JVM shuts down, a second Ctrl-C is ignored, and the first
 * would start a race between the job and the end of the process. Hence the signal itself, which
 * Java offers in the module {@code jdk.unsupported} only. Where it cannot be caught ({@code -Xrs},
 * or a parent that ignores it) Ctrl-C keeps its usual meaning.
 */
final class Interruption implements AutoCloseable {
  private static final int EXIT = 130; // what shells report for a process ended by Ctrl-C

  private volatile boolean asked;
  private Runnable forget = () -> {};

  private Interruption() {}

  /** Leaves Ctrl-C as it is: it ends the process. */
  static Interruption off() {
    return new Interruption();
  }

  /**
   * Listens from now on.
   *
   * @param message said after the first Ctrl-C: what happens now
   */
  static Interruption listen(Terminal terminal, String message) {
    Interruption interruption = new Interruption();
    Signal signal = new Signal("INT");
    try {
      SignalHandler before =
          Signal.handle(signal, caught -> interruption.caught(terminal, message));
      interruption.forget = () -> Signal.handle(signal, before);
    } catch (IllegalArgumentException e) {
      System.getLogger(Interruption.class.getName())
          .log(System.Logger.Level.DEBUG, "Ctrl-C keeps its usual meaning", e);
    }
    return interruption;
  }

  private void caught(Terminal terminal, String message) {
    if (asked) {
      // No hooks and no finally blocks: the user does not want to wait.
      Runtime.getRuntime().halt(EXIT);
    }
    asked = true;
    terminal.err().println((terminal.isScreen() ? "\n" : "") + "limpid: " + message);
  }

  /** Whether to finish early. */
  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    forget.run();
  }
}
