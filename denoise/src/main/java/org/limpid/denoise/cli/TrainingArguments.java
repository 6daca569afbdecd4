package org.limpid.denoise.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import picocli.CommandLine.Option;

/** How and how long to train. */
final class TrainingArguments {
  private static final int STEPS = 2000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** No limit. */
  static final Duration FOREVER = Duration.ofDays(3650);

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Longest time to train, such as 90s, 2m or 1h. What it gives depends on how fast the"
              + " machine is.")
  private @Nullable Duration time;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Steps to train; the same number gives the same result everywhere. Default: "
              + STEPS
              + ", but at most 10 minutes.")
  private @Nullable Integer steps;

  /** Whether anything was said that a trained model has no use for. */
  boolean isAnyGiven() {
    return time != null || steps != null;
  }

  /**
   * What training is told.
   *
   * @param defaults the method's
   */
  TrainingOptions options(TrainingOptions defaults, Device device, long seed) {
    return defaults.withBudget(budget()).withDevice(device).withSeed(seed);
  }

  /** When to stop early if nothing was said about it. */
  Duration longest() {
    return steps == null && time == null ? LONGEST : FOREVER;
  }

  private Budget budget() {
    if (steps != null && steps < 1) {
      throw new UserException(
          "--steps " + steps + " (expected: 1 or more). Leave it out for " + STEPS + ".");
    }
    if (time == null) {
      return Budget.steps(steps == null ? STEPS : steps);
    }
    return steps == null ? Budget.time(time) : Budget.steps(steps).atMost(time);
  }
}
