package org.limpid.denoise.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The methods there are, the option that chooses one, and the options that each understands. One
 * object serves one command.
 */
final class Methods {

  private final List<Method> offered;
  private final boolean forOneFile;
  private final Map<Object, CommandSpec> options = new IdentityHashMap<>();
  private @Nullable CommandSpec command;
  private @Nullable String name;

  private Methods(boolean forOneFile) {
    this.forOneFile = forOneFile;
    this.offered = all();
  }

  /** All, for {@code limpid train}. */
  static Methods toTrain() {
    return new Methods(false);
  }

  /** Those that need no more than the image itself, for {@code limpid denoise}. */
  static Methods toDenoise() {
    return new Methods(true);
  }

  /** The first is the default. Methods that understand the same options share an object. */
  private static List<Method> all() {
    BlindSpotArguments blindSpot = new BlindSpotArguments();
    TargetArguments targets = new TargetArguments();
    LossArguments loss = new LossArguments();
    return List.of(
        new Noise2VoidMethod(blindSpot),
        new N2v2Method(blindSpot),
        new PosteriorMethod(blindSpot),
        new RefinementMethod(new RefinementArguments(), blindSpot),
        new Self2SelfMethod(new Self2SelfArguments()),
        new Neighbor2NeighborMethod(new Neighbor2NeighborArguments()),
        new ZeroShotNoise2NoiseMethod(),
        new SimilarPatchesMethod(),
        new AutoMethod(),
        new Noise2NoiseMethod(targets, new NoisyPairArguments(), loss),
        new SupervisedMethod(targets, loss, new SupervisedArguments()),
        new EggSeparationMethod(new ClutterArguments(), loss));
  }

  /** Adds {@code --method} and the methods' options to a command, a section of help for each. */
  void addTo(CommandSpec target) {
    command = target;
    ArgGroupSpec.Builder choice = section("How to learn:");
    choice.addArg(
        OptionSpec.builder("--method")
            .paramLabel("M")
            .type(String.class)
            .description(description())
            .setter(this::choose)
            .build());
    target.addArgGroup(choice.build());
    for (Object arguments : arguments()) {
      CommandSpec own = CommandSpec.forAnnotatedObject(arguments);
      options.put(arguments, own);
      ArgGroupSpec.Builder section = section("Options of " + names(understanding(arguments)) + ":");
      own.options().forEach(section::addArg);
      target.addArgGroup(section.build());
    }
  }

  private static ArgGroupSpec.Builder section(String heading) {
    return ArgGroupSpec.builder().heading("%n" + heading + "%n").exclusive(false).validate(false);
  }

  private String[] description() {
    List<String> lines = new ArrayList<>();
    for (Method method : shown()) {
      lines.add(method.name() + ": " + method.summary() + ".");
    }
    lines.add("Default: " + offered.get(0).name() + ".");
    return lines.toArray(String[]::new);
  }

  private <T> T choose(T value) {
    name = (String) value;
    return value;
  }

  /** Whether a method or an option of one was given. */
  boolean isAnyGiven() {
    return name != null || options.values().stream().anyMatch(own -> firstGiven(own) != null);
  }

  /**
   * The method that was asked for.
   *
   * @param from a model to go on from, whose method is taken where none was asked for
   * @throws UserException if there is no such method, it cannot learn from one file, or an option
   *     was given that it does not understand
   */
  Method chosen(@Nullable Denoiser from) {
    Method method = name == null ? standard(from) : find(name);
    for (Object arguments : arguments()) {
      String given = firstGiven(options.get(arguments));
      if (given != null && !method.arguments().contains(arguments)) {
        throw new UserException(
            given
                + ": --method "
                + method.name()
                + " has no such option (it is one of "
                + names(understanding(arguments))
                + "). Leave it out, or name that method.");
      }
    }
    return method;
  }

  private Method standard(@Nullable Denoiser from) {
    Object wanted = from == null ? null : from.description().get("method");
    return shown().stream()
        .filter(method -> method.name().equals(wanted))
        .findFirst()
        .orElse(offered.get(0));
  }

  private Method find(String wanted) {
    Method method =
        offered.stream()
            .filter(known -> known.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "--method: no method '"
                            + wanted
                            + "' (there is: "
                            + names(shown())
                            + ")."));
    if (!shown().contains(method)) {
      throw new UserException(
          "--method "
              + wanted
              + ": learns from more than the image itself. Use 'limpid train --method "
              + wanted
              + "', then 'limpid predict'.");
    }
    return method;
  }

  private List<Method> shown() {
    return offered.stream().filter(method -> !forOneFile || method.learnsFromOneFile()).toList();
  }

  /** Groups of options in the order of the methods, each once. */
  private List<Object> arguments() {
    List<Object> found = new ArrayList<>();
    for (Method method : shown()) {
      for (Object arguments : method.arguments()) {
        if (!found.contains(arguments)) {
          found.add(arguments);
        }
      }
    }
    return Collections.unmodifiableList(found);
  }

  private List<Method> understanding(Object arguments) {
    return shown().stream().filter(method -> method.arguments().contains(arguments)).toList();
  }

  private @Nullable String firstGiven(@Nullable CommandSpec own) {
    if (own == null || command == null) {
      return null;
    }
    for (OptionSpec option : own.options()) {
      if (command.commandLine().getParseResult().hasMatchedOption(option.longestName())) {
        return option.longestName();
      }
    }
    return null;
  }

  private static String names(List<Method> methods) {
    return methods.stream().map(Method::name).collect(Collectors.joining(", "));
  }
}
