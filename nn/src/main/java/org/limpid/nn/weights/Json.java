package org.limpid.nn.weights;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as plain Java values: {@code Map<String, Object>} in the order of the text,
 * {@code List<Object>}, {@code String}, {@code Long} for whole numbers, {@code Double} for others,
 * {@code Boolean} and null.
 */
public final class Json {

  private Json() {}

  /**
   * The value a text stands for. Strict: nothing may follow it, names in an object are unique, and
   * numbers have to fit a double. Bounded, because the text may come from anywhere: at most 64
   * levels and a million values.
   *
   * @throws IllegalArgumentException if it is not such a text; says where
   */
  public static @Nullable Object parse(String text) {
    return new JsonParser(text).parse();
  }

  /**
   * The object a text stands for; see {@link #parse}.
   *
   * @throws IllegalArgumentException if the text stands for something else
   */
  public static Map<String, @Nullable Object> parseObject(String text) {
    return new JsonParser(text).parseObject();
  }

  /**
   * The text of a value, on one line.
   *
   * @param value maps with strings as keys, lists, strings, finite numbers, booleans, null
   * @throws IllegalArgumentException if it is or contains anything else
   */
  public static String print(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    print(value, text);
    return text.toString();
  }

  private static void print(@Nullable Object value, StringBuilder text) {
    if (value instanceof String string) {
      quote(string, text);
    } else if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String name)) {
          throw new IllegalArgumentException(
              "json: key " + entry.getKey() + " (expected: a string)");
        }
        text.append(separator);
        quote(name, text);
        text.append(':');
        print(entry.getValue(), text);
        separator = ',';
      }
      text.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char separator = '[';
      for (Object element : list) {
        text.append(separator);
        print(element, text);
        separator = ',';
      }
      text.append(list.isEmpty() ? "[]" : "]");
    } else if (value == null || value instanceof Boolean || isFinite(value)) {
      text.append(value);
    } else {
      throw new IllegalArgumentException(
          "json: "
              + value
              + " of "
              + value.getClass()
              + " (expected: map, list, string, finite number, boolean or null)");
    }
  }

  private static boolean isFinite(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue());
    }
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  private static void quote(String string, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (isPlain(string, i)) {
        text.append(c);
      } else {
        text.append(String.format("\\u%04x", (int) c));
      }
    }
    text.append('"');
  }

  /** Control characters, line separators and halves of surrogate pairs are escaped. */
  private static boolean isPlain(String string, int i) {
    char c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(string.charAt(i - 1));
    }
    return !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
  }
}
