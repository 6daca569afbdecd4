package org.limpid.denoise.cli;

import java.util.Locale;

/**
 * Shows how far a long job is: one line that updates itself on a screen, a plain line every tenth
 * of the way in a file or pipe, nothing when told to be quiet. Not thread-safe.
 */
final class Progress {
  /**
   * Where a job stands.
   *
   * @param fraction share of the job that is done, 0 to 1
   * @param steps training steps done
   * @param loss latest training loss; NaN before there is one
   * @param seconds since the job began
   */
  record State(double fraction, long steps, double loss, double seconds) {}

  private static final int BAR = 20;
  private static final double REFRESH_SECONDS = 0.1;
  private static final int LINES = 10;
  private static final double LATEST = 0.2; // weight of the newest measurement of speed

  private final Terminal terminal;
  private final boolean quiet;
  private final String label;
  private State latest = new State(0, 0, Double.NaN, 0);
  private double stepsPerSecond;
  private double sharePerSecond;
  private double shownSeconds = Double.NEGATIVE_INFINITY;
  private int shownTenth;
  private int shownLength;

  /**
   * Starts showing nothing.
   *
   * @param label what is done, such as {@code training}
   */
  Progress(Terminal terminal, boolean quiet, String label) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.label = label;
  }

  /** Shows a state if it is time to. */
  void show(State state) {
    measure(state);
    if (quiet) {
      return;
    }
    if (terminal.isScreen()) {
      if (state.seconds() - shownSeconds >= REFRESH_SECONDS) {
        shownSeconds = state.seconds();
        rewrite(bar(state));
      }
      return;
    }
    int tenth = (int) (state.fraction() * LINES + 1e-9);
    if (tenth > shownTenth) {
      shownTenth = tenth;
      terminal.err().println(label + ": " + line(state));
    }
  }

  /** The first steps are slow, so speeds follow the latest ones. */
  private void measure(State state) {
    double passed = state.seconds() - latest.seconds();
    if (passed > 0) {
      double weight = latest.steps() == 0 ? 1 : LATEST;
      stepsPerSecond += weight * ((state.steps() - latest.steps()) / passed - stepsPerSecond);
      sharePerSecond += weight * ((state.fraction() - latest.fraction()) / passed - sharePerSecond);
      latest = state;
    }
  }

  /** Says on a screen what is done now, where that cannot be measured. */
  void say(String text) {
    if (!quiet && terminal.isScreen()) {
      rewrite(label + ": " + text);
    }
  }

  /** Removes what a screen shows, so that other lines can follow. */
  void clear() {
    if (shownLength > 0) {
      rewrite("");
      terminal.err().print('\r');
      shownLength = 0;
    }
  }

  private void rewrite(String text) {
    // Blanks wipe the rest of the previous text: no escape sequence is needed.
    String cut = text.substring(0, Math.min(text.length(), terminal.columns() - 1));
    terminal.err().print('\r' + cut + " ".repeat(Math.max(0, shownLength - cut.length())));
    terminal.err().flush();
    shownLength = cut.length();
  }

  private String bar(State state) {
    int filled = (int) Math.round(state.fraction() * BAR);
    return label + " [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + line(state);
  }

  private String line(State state) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%d %%", (int) (state.fraction() * 100 + 1e-9)));
    if (!Double.isNaN(state.loss())) {
      text.append(String.format(Locale.ROOT, ", loss %.4f", state.loss()));
    }
    if (stepsPerSecond > 0) {
      text.append(String.format(Locale.ROOT, ", %.1f steps/s", stepsPerSecond));
    }
    text.append(", ").append(clock(state.seconds())).append(" gone");
    if (sharePerSecond > 0 && state.fraction() < 1) {
      text.append(", ").append(clock((1 - state.fraction()) / sharePerSecond)).append(" left");
    }
    return text.toString();
  }

  /** Seconds as {@code 0:07}, {@code 12:34} or {@code 1:02:03}. */
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
