package org.limpid.denoise.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.nn.weights.Json;

/** A flat JSON object on one line, fields in the order they were put. */
final class JsonLine {
  private final List<String> fields = new ArrayList<>();

  JsonLine put(String name, @Nullable Object value) {
    fields.add(Json.print(name) + ":" + (value == null ? "null" : literal(value)));
    return this;
  }

  @Override
  public String toString() {
    return "{" + String.join(",", fields) + "}";
  }

  private static String literal(Object value) {
    if (value instanceof Float || value instanceof Double) {
      return number(((Number) value).doubleValue());
    }
    return Json.print(
        value instanceof Number || value instanceof Boolean ? value : value.toString());
  }

  /** JSON has no infinity; a number that overflows is one to most readers. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "null";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "1e999" : "-1e999";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
