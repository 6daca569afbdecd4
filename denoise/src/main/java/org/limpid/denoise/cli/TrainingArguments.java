package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.io.Images;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.Device;
import picocli.CommandLine.Option;

/** How and how long to train. */
final class TrainingArguments {
  private static final int STEPS = 2000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final List<Augmentation> AUGMENTATIONS =
      List.of(
          Augmentation.NONE,
          Augmentation.FLIPS,
          Augmentation.FLIPS_WITH_DEPTH,
          Augmentation.TURNS_AND_FLIPS,
          Augmentation.TURNS_AND_FLIPS_WITH_DEPTH,
          Augmentation.VOLUME_TURNS);

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

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Epochs to train, instead of steps; each shows every pixel about once, and is followed by"
              + " a validation.")
  private @Nullable Integer epochs;

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      description =
          "Steps of an epoch. Default: patches that cover the images / patches in a step.")
  private @Nullable Integer stepsPerEpoch;

  @Option(
      names = "--augmentation",
      paramLabel = "A",
      description =
          "What patches are turned into: none (for noise or structure with a direction), flips,"
              + " turns-and-flips (quarter turns too), each also with-depth (slices of volumes in"
              + " reverse), or volume-turns (about each axis). Default: as the method does, usually"
              + " turns-and-flips.")
  private @Nullable String augmentation;

  @Option(
      names = "--preview",
      paramLabel = "P.png",
      description =
          "Every 100 steps, write here what the network makes of a patch so far: before and after,"
              + " side by side.")
  private @Nullable Path preview;

  /** Whether anything was said that a trained model has no use for. */
  boolean isAnyGiven() {
    return time != null
        || steps != null
        || epochs != null
        || stepsPerEpoch != null
        || augmentation != null
        || preview != null;
  }

  /** The picture that was asked for, if any; makes sure that it can be written. */
  @Nullable PreviewFile preview() throws IOException {
    if (preview == null) {
      return null;
    }
    Targets.checkFile(preview);
    if (!Images.writes(preview)) {
      throw new UserException(
          "--preview " + preview + ": is no name of a picture that can be written. Name it .png.");
    }
    return new PreviewFile(preview);
  }

  /**
   * What training is told.
   *
   * @param defaults the method's
   */
  TrainingOptions options(TrainingOptions defaults, Device device, long seed) {
    return Given.apply(
        defaults.withBudget(budget()).withDevice(device).withSeed(seed),
        augmentation,
        (options, value) -> options.withAugmentation(augmentation(value)));
  }

  private static Augmentation augmentation(String name) {
    return AUGMENTATIONS.stream()
        .filter(known -> name(known).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "--augmentation '"
                        + name
                        + "' (expected: "
                        + AUGMENTATIONS.stream()
                            .map(TrainingArguments::name)
                            .collect(Collectors.joining(", "))
                        + ")."));
  }

  private static String name(Augmentation augmentation) {
    return augmentation.describe().replace('_', '-');
  }

  /** When to stop early if nothing was said about it. */
  Duration longest() {
    return steps == null && time == null && epochs == null ? LONGEST : FOREVER;
  }

  private Budget budget() {
    if (steps != null && steps < 1) {
      throw new UserException(
          "--steps " + steps + " (expected: 1 or more). Leave it out for " + STEPS + ".");
    }
    if (epochs != null) {
      return epochs(epochs);
    }
    if (stepsPerEpoch != null) {
      throw new UserException("--steps-per-epoch: of how many epochs? Say it with --epochs N.");
    }
    if (time == null) {
      return Budget.steps(steps == null ? STEPS : steps);
    }
    return steps == null ? Budget.time(time) : Budget.steps(steps).atMost(time);
  }

  private Budget epochs(int count) {
    if (steps != null) {
      throw new UserException("--epochs and --steps say the same. Leave one out.");
    }
    try {
      Budget budget =
          stepsPerEpoch == null ? Budget.epochs(count) : Budget.epochs(count, stepsPerEpoch);
      return time == null ? budget : budget.atMost(time);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }
}
