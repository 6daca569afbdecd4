package org.limpid.denoise.training;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to train: a number of steps, a time, or whichever ends first.
 *
 * <p>The learning rate follows the part that is spent. A number of steps gives the same weights on
 * every run; a time cannot, since machines are not equally fast twice.
 *
 * @param steps most steps, at least 1; {@link Integer#MAX_VALUE} for no such limit
 * @param time longest time, above 0; null for no such limit
 */
public record Budget(int steps, @Nullable Duration time) {

  /** Checks ranges. */
  public Budget {
    if (steps < 1) {
      throw new IllegalArgumentException("budget: " + steps + " steps (expected: >= 1)");
    }
    if (time != null && (time.isZero() || time.isNegative())) {
      throw new IllegalArgumentException("budget: time " + time + " (expected: > 0)");
    }
    if (time == null && steps == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("budget: without end (expected: steps, time or both)");
    }
  }

  /** A number of steps. */
  public static Budget steps(int steps) {
    return new Budget(steps, null);
  }

  /** A time, counted from the first step on. */
  public static Budget time(Duration time) {
    return new Budget(Integer.MAX_VALUE, time);
  }

  /** Ends after that time even if steps are left. */
  public Budget atMost(Duration limit) {
    return new Budget(steps, limit);
  }

  /** The part that is spent, from 0 to 1. */
  double spent(int stepsDone, double seconds) {
    double part = steps == Integer.MAX_VALUE ? 0 : stepsDone / (double) steps;
    if (time != null) {
      part = Math.max(part, seconds / (time.toNanos() * 1e-9));
    }
    return Math.min(1, part);
  }

  /** Seconds until the end if steps go on taking as long as they did; infinite before the first. */
  double remaining(int stepsDone, double seconds) {
    double bySteps =
        steps == Integer.MAX_VALUE || stepsDone == 0
            ? Double.POSITIVE_INFINITY
            : seconds / stepsDone * (steps - stepsDone);
    double byTime = time == null ? Double.POSITIVE_INFINITY : time.toNanos() * 1e-9 - seconds;
    return Math.max(0, Math.min(bySteps, byTime));
  }
}
