package org.limpid.denoise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A flat JSON object on one line, fields in the order they were put. */
final class JsonLine {
  private final List<String> fields = new ArrayList<>();

  JsonLine put(String name, @Nullable Object value) {
    fields.add(text(name) + ":" + (value == null ? "null" : literal(value)));
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
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    return text(value.toString());
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

  private static String text(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
