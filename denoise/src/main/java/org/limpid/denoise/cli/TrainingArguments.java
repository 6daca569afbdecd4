package org.limpid.denoise.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import picocli.CommandLine.Option;

/** How and how long to train. */
final class TrainingArguments {
  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Longest time to train, such as 90s, 2m or 1h. What it gives depends on how"
              + " fast the machine is.")
  @Nullable Duration time;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps to train. Default without --budget: " + DEFAULT_STEPS + ".")
  @Nullable Integer steps;

  static final int DEFAULT_STEPS = 2000;

  @Option(
      names = "--method",
      paramLabel = "M",
      description = "How to learn: noise2void (from noisy images alone). Default: noise2void.")
  @Nullable String method;

  Method chosenMethod() {
    return method == null ? Method.NOISE2VOID : Method.of(method);
  }

  /** Whether anything was said that a trained model has no use for. */
  boolean isAnyGiven() {
    return time != null || steps != null || method != null;
  }

  TrainingOptions options(Device device, long seed) {
    return TrainingOptions.DEFAULT.withBudget(budget()).withDevice(device).withSeed(seed);
  }

  private Budget budget() {
    if (steps != null && steps < 1) {
      throw new UserException(
          "--steps " + steps + " (expected: 1 or more). Leave it out for " + DEFAULT_STEPS + ".");
    }
    if (time == null) {
      return Budget.steps(steps == null ? DEFAULT_STEPS : steps);
    }
    return steps == null ? Budget.time(time) : Budget.steps(steps).atMost(time);
  }
}
