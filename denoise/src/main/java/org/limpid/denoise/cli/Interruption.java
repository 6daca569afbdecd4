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

  private final Signal signal = new Signal("INT");
  private final SignalHandler previous;
  private volatile boolean asked;

  /**
   * Listens from now on.
   *
   * @param message said after the first Ctrl-C: what happens now
   */
  Interruption(Terminal terminal, String message) {
    SignalHandler before = SignalHandler.SIG_DFL;
    try {
      before =
          Signal.handle(
              signal,
              caught -> {
                if (asked) {
                  // No hooks and no finally blocks: the user does not want to wait.
                  Runtime.getRuntime().halt(EXIT);
                }
                asked = true;
                terminal.err().println((terminal.isScreen() ? "\n" : "") + "limpid: " + message);
              });
    } catch (IllegalArgumentException e) {
      System.getLogger(Interruption.class.getName())
          .log(System.Logger.Level.DEBUG, "Ctrl-C keeps its usual meaning", e);
    }
    previous = before;
  }

  /** Whether to finish early. */
  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    try {
      Signal.handle(signal, previous);
    } catch (IllegalArgumentException e) {
      // As in the constructor: it was never caught.
      return;
    }
  }
}
