package org.limpid.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.limpid.autograd.Parameter;

/**
 * The parameters of a layer and of everything it is made of, each with a path such as {@code
 * down0.1.weight}, in the order of {@link Layer#describe}.
 */
public final class Parameters {

  /** Deeper nesting is a layer that contains itself. */
  private static final int MOST_LEVELS = 64;

  private final Map<String, Parameter> byPath = new LinkedHashMap<>();
  private final Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Parameters() {}

  /**
   * Collects the parameters of a layer. One that is used in several places is listed once, where it
   * comes first.
   *
   * @throws IllegalStateException if two parameters have one path, or a layer contains itself
   */
  public static Parameters of(Layer layer) {
    Parameters parameters = new Parameters();
    layer.describe(parameters.new Walk("", 0));
    return parameters;
  }

  /** Path to parameter, in the order of description. */
  public Map<String, Parameter> byPath() {
    return Collections.unmodifiableMap(byPath);
  }

  /**
   * The parameter at a path.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Parameter get(String path) {
    Parameter parameter = byPath.get(path);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "parameters: none at '" + path + "' (expected: one of " + byPath.keySet() + ")");
    }
    return parameter;
  }

  /** Those that an optimiser changes, by path, in the order of description. */
  public Map<String, Parameter> trainable() {
    Map<String, Parameter> trainable = new LinkedHashMap<>(byPath);
    trainable.values().removeIf(parameter -> !parameter.isTrainable());
    return trainable;
  }

  /** Number of trained values. */
  public long count() {
    List<Parameter> trainable = List.copyOf(trainable().values());
    return trainable.stream().mapToLong(parameter -> parameter.value().shape().size()).sum();
  }

  /** Frees all values; the layer is unusable afterwards. Repeating this is harmless. */
  public void close() {
    byPath.values().forEach(parameter -> parameter.value().close());
  }

  /** Takes down one layer under its path. */
  private final class Walk implements Outline {

    private final String prefix;
    private final int level;

    Walk(String prefix, int level) {
      this.prefix = prefix;
      this.level = level;
    }

    @Override
    public Outline parameter(Parameter parameter) {
      String path = prefix + parameter.name();
      if (seen.add(parameter) && byPath.putIfAbsent(path, parameter) != null) {
        throw new IllegalStateException(
            "describe: two parameters at '" + path + "' (expected: unique names within a layer)");
      }
      return this;
    }

    @Override
    public Outline child(String name, Layer child) {
      if (level == MOST_LEVELS) {
        throw new IllegalStateException(
            "describe: more than "
                + MOST_LEVELS
                + " levels at '"
                + prefix
                + "'. Does it contain itself?");
      }
      child.describe(new Walk(prefix + name + ".", level + 1));
      return this;
    }
  }
}
