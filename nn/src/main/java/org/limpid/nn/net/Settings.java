package org.limpid.nn.net;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options of a network from a model file, which anybody may have written. */
final class Settings {

  private final String kind;
  private final Map<String, ? extends @Nullable Object> map;
  private final Set<String> known = new HashSet<>(Set.of("kind"));

  Settings(String kind, Map<String, ? extends @Nullable Object> map) {
    this.kind = kind;
    this.map = map;
  }

  int integer(String name, int standard) {
    Object value = value(name);
    if (value == null) {
      return standard;
    }
    if (value instanceof Number number && number.doubleValue() == number.intValue()) {
      return number.intValue();
    }
    throw wrong(name, value, "a whole number");
  }

  float number(String name, float standard) {
    Object value = value(name);
    if (value == null) {
      return standard;
    }
    if (value instanceof Number number && Float.isFinite(number.floatValue())) {
      return number.floatValue();
    }
    throw wrong(name, value, "a number");
  }

  /** The options of a part; none is as good as an empty map. */
  Map<String, ? extends @Nullable Object> part(String name) {
    Object value = value(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> part) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      part.forEach((key, option) -> copy.put(String.valueOf(key), option));
      return copy;
    }
    throw wrong(name, value, "a map");
  }

  boolean flag(String name, boolean standard) {
    Object value = value(name);
    if (value == null) {
      return standard;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, value, "true or false");
  }

  <E extends Enum<E>> E choice(String name, E standard) {
    Object value = value(name);
    if (value == null) {
      return standard;
    }
    E[] choices = standard.getDeclaringClass().getEnumConstants();
    for (E choice : choices) {
      if (text(choice).equals(value)) {
        return choice;
      }
    }
    throw wrong(
        name,
        value,
        "one of " + String.join(", ", Arrays.stream(choices).map(this::text).toList()));
  }

  /** A newer version may know options that this one would silently ignore. */
  void refuseOthers() {
    for (String name : map.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            kind + ": unknown option '" + shorten(name) + "'. Was it written by a newer version?");
      }
    }
  }

  private @Nullable Object value(String name) {
    known.add(name);
    return map.get(name);
  }

  private String text(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private IllegalArgumentException wrong(String name, Object value, String rule) {
    return new IllegalArgumentException(
        kind + ": " + name + " " + shorten(value) + " (expected: " + rule + ")");
  }

  /** One line of bounded length, whatever the file holds. */
  static String shorten(@Nullable Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
