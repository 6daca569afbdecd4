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
      names = "--validation-interval",
      paramLabel = "N",
      description = "Steps from one validation to the next. Default: 100.")
  private @Nullable Integer validationInterval;

  @Option(
      names = "--keep-best",
      paramLabel = "K",
      description =
          "Keep the models of the K best validations and the last one too, as MODEL.best-1 and so"
              + " on beside the model, where the loss tells (clean targets).")
  private @Nullable Integer keepBest;

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
              + " percentiles:LOW:HIGH, max, none. Default: standard; percentiles:2:99.8 for"
              + " supervised, for inputs and targets each.")
  private @Nullable String normalize;

  @Option(
      names = "--outliers",
      paramLabel = "LOW:HIGH",
      description =
          "Per cent of the darkest and brightest samples that are hot or dead pixels: they do not"
              + " count, and are replaced by the nearest value that is none.")
  private @Nullable String outliers;

  TrainingOptions applyTo(TrainingOptions options) {
    TrainingOptions changed =
        Given.apply(options, optimizer, (o, value) -> o.withUpdateRule(rule(value)));
    changed = Given.apply(changed, decay, (o, value) -> o.withDecay(decay(value)));
    changed = Given.apply(changed, averaging, TrainingOptions::withWeightAveraging);
    changed = Given.apply(changed, validation, TrainingOptions::withValidationShare);
    changed = Given.apply(changed, validationInterval, TrainingOptions::withValidationInterval);
    changed = Given.apply(changed, patience, TrainingOptions::withPatience);
    changed = Given.apply(changed, keepBest, TrainingOptions::withKeepBest);
    changed =
        Given.apply(
            changed,
            select,
            (o, value) -> o.withSelection(Choice.of("--select", value, Selection.class)));
    changed = Given.apply(changed, normalize, (o, value) -> o.withScaling(scaling(value)));
    return Given.apply(changed, outliers, (o, value) -> o.withScaling(without(value, o.scaling())));
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

  private static Scaling without(String outliers, Scaling scaling) {
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
