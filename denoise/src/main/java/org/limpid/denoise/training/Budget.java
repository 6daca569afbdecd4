package org.limpid.denoise.training;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long to train: a number of steps or epochs, a time, or whichever ends first.
 *
 * <p>The learning rate follows the part that is spent. A number of steps gives the same weights on
 * every run; a time cannot, since machines are not equally fast twice.
 *
 * @param steps most steps, at least 1; {@link Integer#MAX_VALUE} for no such limit, or if they
 *     follow from the epochs
 * @param time longest time, above 0; null for no such limit
 * @param epochs number of epochs, after each of which is a validation; 0 if steps are not counted
 *     in epochs
 */
public record Budget(int steps, @Nullable Duration time, int epochs) {

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Checks ranges. */
  public Budget {
    if (steps < 1) {
      throw new IllegalArgumentException("budget: " + steps + " steps (expected: >= 1)");
    }
    if (time != null && (time.isZero() || time.isNegative())) {
      throw new IllegalArgumentException("budget: time " + time + " (expected: > 0)");
    }
    if (epochs < 0) {
      throw new IllegalArgumentException("budget: " + epochs + " epochs (expected: >= 1)");
    }
    if (time == null && steps == NO_LIMIT && epochs == 0) {
      throw new IllegalArgumentException(
          "budget: without end (expected: steps, epochs, time or both)");
    }
  }

  /** A number of steps. */
  public static Budget steps(int steps) {
    return new Budget(steps, null, 0);
  }

  /** A time, counted from the first step on. */
  public static Budget time(Duration time) {
    return new Budget(NO_LIMIT, time, 0);
  }

  /** A number of epochs, each of as many steps as give all pixels about one chance to be seen. */
  public static Budget epochs(int epochs) {
    return new Budget(NO_LIMIT, null, checked("epochs", epochs));
  }

  /** A number of epochs of a number of steps each. */
  public static Budget epochs(int epochs, int stepsPerEpoch) {
    return epochs(epochs).withStepsPerEpoch(checked("steps in an epoch", stepsPerEpoch));
  }

  private static int checked(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("budget: " + value + " " + what + " (expected: >= 1)");
    }
    return value;
  }

  /** Ends after that time even if steps are left. */
  public Budget atMost(Duration limit) {
    return new Budget(steps, limit, epochs);
  }

  /** One of several parts of equal length, for trainings one after the other. */
  public Budget part(int parts) {
    int partEpochs = epochs == 0 ? 0 : Math.max(1, epochs / parts);
    int partSteps = steps == NO_LIMIT ? NO_LIMIT : Math.max(1, steps / parts);
    return new Budget(
        epochs == 0 || steps == NO_LIMIT ? partSteps : partEpochs * (steps / epochs),
        time == null ? null : time.dividedBy(parts),
        partEpochs);
  }

  /** Whether the number of steps follows from the epochs and the data, and is not known yet. */
  boolean needsStepsPerEpoch() {
    return epochs > 0 && steps == NO_LIMIT;
  }

  /** The same, its epochs having that many steps. */
  Budget withStepsPerEpoch(int stepsPerEpoch) {
    long all = (long) epochs * stepsPerEpoch;
    if (all >= NO_LIMIT) {
      throw new IllegalArgumentException(
          "budget: " + epochs + " epochs of " + stepsPerEpoch + " steps (expected: < 2^31 in all)");
    }
    return new Budget((int) all, time, epochs);
  }

  /** Names and values for model files. */
  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (epochs > 0) {
      map.put("epochs", epochs);
    }
    if (steps != NO_LIMIT) {
      map.put("steps", steps);
    }
    if (time != null) {
      map.put("seconds", time.toNanos() * 1e-9);
    }
    return map;
  }

  /** The part that is spent, from 0 to 1. */
  double spent(int stepsDone, double seconds) {
    double part = steps == NO_LIMIT ? 0 : stepsDone / (double) steps;
    if (time != null) {
      part = Math.max(part, seconds / (time.toNanos() * 1e-9));
    }
    return Math.min(1, part);
  }

  /** Seconds until the end if steps go on taking as long as they did; infinite before the first. */
  double remaining(int stepsDone, double seconds) {
    double bySteps =
        steps == NO_LIMIT || stepsDone == 0
            ? Double.POSITIVE_INFINITY
            : seconds / stepsDone * (steps - stepsDone);
    double byTime = time == null ? Double.POSITIVE_INFINITY : time.toNanos() * 1e-9 - seconds;
    return Math.max(0, Math.min(bySteps, byTime));
  }
}
