package org.limpid.denoise.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.training.Decay;
import org.limpid.denoise.training.Selection;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.denoise.training.UpdateRule;
import picocli.CommandLine.Option;

/** How a network learns, for those who want to change it. */
final class LearningArguments {
  private static final List<UpdateRule> RULES =
      List.of(UpdateRule.ADAM, UpdateRule.ADAMAX, UpdateRule.ADAGRAD, UpdateRule.SGD);
  private static final List<Decay> DECAYS = List.of(Decay.COSINE, Decay.CONSTANT, Decay.PLATEAU);

  @Option(
      names = "--optimizer",
      paramLabel = "O",
      description = "adam, adamax, adagrad or sgd (with momentum). Default: adam.")
  private @Nullable String optimizer;

  @Option(
      names = "--decay",
      paramLabel = "D",
      description =
          "How the rate falls: cosine (to 0), constant, plateau (halved when validations stop"
              + " improving), or like steps:500:0.5 (times 0.5 every 500 steps). Default: cosine.")
  private @Nullable String decay;

  @Option(
      names = "--averaging",
      paramLabel = "SHARE",
      description =
          "Share of the running average of weights kept at each step; 0 for the last weights."
              + " Default: 0.998.")
  private @Nullable Float averaging;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Part of the pixels held out, 0 to 0.5. Default: 0.05.")
  private @Nullable Double validation;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "End after N validations without a lower loss, where the loss tells (clean targets).")
  private @Nullable Integer patience;

  @Option(
      names = "--select",
      paramLabel = "W",
      description = "Weights to keep: last (averaged) or best (clean targets). Default: last.")
  private @Nullable String select;

  @Option(
      names = "--normalize",
      paramLabel = "N",
      description =
          "Scale the network sees: standard (mean 0, deviation 1), min-max or min-max:LOW:HIGH,"
              + " percentiles:LOW:HIGH, max, none. Default: standard.")
  private @Nullable String normalize;

  @Option(
      names = "--outliers",
      paramLabel = "LOW:HIGH",
      description =
          "Per cent of the darkest and brightest samples that are hot or dead pixels: they do not"
              + " count, and are replaced by the nearest value that is none.")
  private @Nullable String outliers;

  @Option(
      names = "--no-augmentation",
      description = "Do not flip and turn patches: for noise or structure with a direction.")
  private boolean unaugmented;

  TrainingOptions applyTo(TrainingOptions options) {
    try {
      TrainingOptions changed = options;
      if (optimizer != null) {
        changed = changed.withUpdateRule(rule(optimizer));
      }
      if (decay != null) {
        changed = changed.withDecay(decay(decay));
      }
      if (averaging != null) {
        changed = changed.withWeightAveraging(averaging);
      }
      if (validation != null) {
        changed = changed.withValidationShare(validation);
      }
      if (patience != null) {
        changed = changed.withPatience(patience);
      }
      if (select != null) {
        changed = changed.withSelection(Choice.of("--select", select, Selection.class));
      }
      changed = changed.withScaling(scaling(changed.scaling()));
      return unaugmented ? changed.withAugmentation(false) : changed;
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }

  private static UpdateRule rule(String name) {
    return RULES.stream()
        .filter(rule -> rule.describe().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "--optimizer",
                    name,
                    RULES.stream().map(UpdateRule::describe).collect(Collectors.joining(", "))));
  }

  private static Decay decay(String text) {
    if (text.startsWith("steps:")) {
      double[] numbers = numbers("--decay", text, "steps:EVERY:FACTOR");
      return Decay.steps((long) numbers[0], (float) numbers[1]);
    }
    return DECAYS.stream()
        .filter(known -> known.describe().equals(text))
        .findFirst()
        .orElseThrow(() -> wrong("--decay", text, "cosine, constant, plateau, steps:EVERY:FACTOR"));
  }

  private Scaling scaling(Scaling standard) {
    Scaling scaling = normalize == null ? standard : scaling(normalize);
    if (outliers == null) {
      return scaling;
    }
    double[] shares = numbers("--outliers", ":" + outliers, "LOW:HIGH");
    return scaling.withoutOutliers(shares[0], shares[1]);
  }

  private static Scaling scaling(String text) {
    if (text.startsWith("min-max:")) {
      double[] ends = numbers("--normalize", text, "min-max:LOW:HIGH");
      return Scaling.minMax(ends[0], ends[1]);
    }
    if (text.startsWith("percentiles:")) {
      double[] ends = numbers("--normalize", text, "percentiles:LOW:HIGH");
      return Scaling.percentiles(ends[0], ends[1]);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "standard" -> Scaling.STANDARD;
      case "min-max" -> Scaling.minMax(0, 1);
      case "max" -> Scaling.MAX;
      case "none" -> Scaling.NONE;
      default ->
          throw wrong(
              "--normalize", text, "standard, min-max:LOW:HIGH, percentiles:LOW:HIGH, max, none");
    };
  }

  /** The two numbers behind a word and a colon. */
  private static double[] numbers(String option, String text, String form) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 3) {
        return new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2])};
      }
    } catch (NumberFormatException e) {
      throw new UserException(option + " '" + text + "' (expected: " + form + ").", e);
    }
    throw wrong(option, text, form);
  }

  private static UserException wrong(String option, String text, String expected) {
    return new UserException(option + " '" + text + "' (expected: " + expected + ").");
  }
}
