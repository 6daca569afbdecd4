package org.limpid.denoise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a model file, which anybody may have written.
 *
 * @param name what it is, for messages
 * @param map its fields
 */
record Fields(String name, Map<String, Object> map) {

  static Fields of(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, "an object");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((key, field) -> fields.put(String.valueOf(key), field));
    return new Fields(name, fields);
  }

  Fields object(String field) {
    return of(field, map.get(field));
  }

  /** A name: letters, digits and a few signs, so that it can be shown anywhere. */
  String word(String field) {
    if (map.get(field) instanceof String text && text.matches("[\\w.-]{1,60}")) {
      return text;
    }
    throw wrong(field, "a name");
  }

  int integer(String field) {
    if (map.get(field) instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw wrong(field, "a whole number");
  }

  long whole(String field) {
    if (map.get(field) instanceof Long number) {
      return number;
    }
    throw wrong(field, "a whole number");
  }

  double number(String field) {
    if (map.get(field) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(field, "a number");
  }

  List<?> list(String field) {
    if (map.get(field) instanceof List<?> list) {
      return list;
    }
    throw wrong(field, "a list");
  }

  List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (Object element : list(field)) {
      if (!(element instanceof Number number)) {
        throw wrong(field, "a list of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  private static IllegalArgumentException wrong(String name, String rule) {
    return new IllegalArgumentException(
        "the model's description is damaged: '" + name + "' is missing or not " + rule);
  }
}
