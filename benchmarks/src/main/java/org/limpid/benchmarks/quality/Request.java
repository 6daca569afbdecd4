package org.limpid.benchmarks.quality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What {@code benchmarks/quality.sh run} was told. Options that it does not know are those of
 * {@code limpid denoise}, or of {@code limpid train} where there is a set to learn from.
 *
 * @param data name of the image set
 * @param learn name of the image set to learn from; empty to learn from each image itself
 * @param learnLimit most images to learn from
 * @param model where what was learned from that set is kept; empty to keep it nowhere
 * @param average orientations that what was learned from that set is averaged over
 * @param method name of the method
 * @param label what tables call it; empty for the method's name and options
 * @param limit most images to take
 * @param only the one image to take; empty for all
 * @param sigma standard deviation told to a baseline; empty if it has to estimate it
 * @param threads threads of the processor
 * @param json file to add scores to
 * @param pictures folder for pictures of noisy image, result and truth side by side
 * @param folder where the image sets lie
 * @param others options of {@code limpid denoise} or {@code limpid train}
 */
record Request(
    String data,
    Optional<String> learn,
    int learnLimit,
    Optional<Path> model,
    int average,
    String method,
    Optional<String> label,
    int limit,
    Optional<String> only,
    OptionalDouble sigma,
    int threads,
    Optional<Path> json,
    Optional<Path> pictures,
    Path folder,
    List<String> others) {

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one is missing or wrong
   */
  static Request of(List<String> arguments) {
    List<String> others = new ArrayList<>(arguments);
    int processors = Runtime.getRuntime().availableProcessors();
    Optional<String> learn = Optional.ofNullable(taken(others, "--learn"));
    return new Request(
        taken(others, "--data", "w2s"),
        learn,
        (int) number(taken(others, "--learn-limit", "100000"), "--learn-limit"),
        // Without a set to learn from, these two are options of limpid denoise.
        learn.isEmpty() ? Optional.empty() : path(taken(others, "--model")),
        learn.isEmpty() ? 1 : (int) number(taken(others, "--average", "1"), "--average"),
        taken(others, "--method", "noise2void"),
        Optional.ofNullable(taken(others, "--label")),
        (int) number(taken(others, "--limit", "100000"), "--limit"),
        Optional.ofNullable(taken(others, "--image")),
        sigma(taken(others, "--sigma")),
        (int) number(taken(others, "--threads", String.valueOf(processors)), "--threads"),
        path(taken(others, "--json")),
        path(taken(others, "--pictures")),
        Path.of(taken(others, "--folder", "../shared/data")),
        List.copyOf(others));
  }

  private static OptionalDouble sigma(@Nullable String text) {
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(number(text, "--sigma"));
  }

  private static Optional<Path> path(@Nullable String text) {
    return Optional.ofNullable(text).map(Path::of);
  }

  private static double number(String text, String name) {
    try {
      double value = Double.parseDouble(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " " + text + " (expected: a number > 0)", e);
    }
    throw new IllegalArgumentException(name + " " + text + " (expected: a number > 0)");
  }

  private static String taken(List<String> arguments, String name, String otherwise) {
    String value = taken(arguments, name);
    return value == null ? otherwise : value;
  }

  /** Takes an option and its value out of a list. */
  private static @Nullable String taken(List<String> arguments, String name) {
    int place = arguments.indexOf(name);
    if (place < 0) {
      return null;
    }
    if (place + 1 == arguments.size()) {
      throw new IllegalArgumentException(name + ": a value has to follow.");
    }
    arguments.remove(place);
    return arguments.remove(place);
  }
}
