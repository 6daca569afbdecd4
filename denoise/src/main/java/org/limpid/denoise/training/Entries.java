package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object from a file that anybody may have written.
 *
 * @param name what it is, for messages
 * @param map its entries
 */
record Entries(String name, Map<String, @Nullable Object> map) {

  static Entries of(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, "an object");
    }
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
    return new Entries(name, entries);
  }

  Entries object(String entry) {
    return of(entry, map.get(entry));
  }

  List<?> list(String entry) {
    if (map.get(entry) instanceof List<?> list) {
      return list;
    }
    throw wrong(entry, "a list");
  }

  /** A whole number, at least 0. */
  int count(String entry) {
    if (map.get(entry) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw wrong(entry, "a whole number >= 0");
  }

  double number(String entry) {
    if (map.get(entry) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(entry, "a number");
  }

  double number(String entry, double otherwise) {
    return map.containsKey(entry) ? number(entry) : otherwise;
  }

  static IllegalArgumentException wrong(String name, String rule) {
    return new IllegalArgumentException("'" + name + "' is missing or not " + rule);
  }
}
