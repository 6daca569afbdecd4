package org.limpid.nn.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text by recursive descent, within bounds. */
final class JsonParser {

  private static final int MOST_LEVELS = 64;
  private static final int MOST_VALUES = 1_000_000;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_WHOLE = 20;

  private final String text;
  private int at;
  private int level;
  private int values;

  JsonParser(String text) {
    this.text = text;
  }

  @Nullable Object parse() {
    Object value = value();
    checkEnd();
    return value;
  }

  Map<String, @Nullable Object> parseObject() {
    skipBlanks();
    if (at >= text.length() || text.charAt(at) != '{') {
      throw wrong("an object");
    }
    Map<String, @Nullable Object> map = object();
    checkEnd();
    return map;
  }

  private void checkEnd() {
    skipBlanks();
    if (at < text.length()) {
      throw wrong("the end");
    }
  }

  private @Nullable Object value() {
    if (++values > MOST_VALUES) {
      throw new IllegalArgumentException("json: more than " + MOST_VALUES + " values");
    }
    skipBlanks();
    char c = at < text.length() ? text.charAt(at) : 0;
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    descend();
    if (!found('}')) {
      do {
        skipBlanks();
        int start = at;
        String name = string();
        expect(':');
        if (map.containsKey(name)) {
          throw new IllegalArgumentException(
              "json: name at character " + start + " occurs twice in its object");
        }
        map.put(name, value());
      } while (found(','));
      expect('}');
    }
    level--;
    return map;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> list = new ArrayList<>();
    descend();
    if (!found(']')) {
      do {
        list.add(value());
      } while (found(','));
      expect(']');
    }
    level--;
    return list;
  }

  private void descend() {
    at++;
    if (++level > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "json: more than " + MOST_LEVELS + " levels at character " + at);
    }
  }

  private String string() {
    if (at >= text.length() || text.charAt(at) != '"') {
      throw wrong("a string");
    }
    StringBuilder string = new StringBuilder();
    while (true) {
      at++;
      char c = at < text.length() ? text.charAt(at) : 0;
      if (c == '"') {
        at++;
        return string.toString();
      }
      if (c < ' ') {
        throw wrong("a closing quote; control characters are escaped");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    at++;
    char c = at < text.length() ? text.charAt(at) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          at++;
          int digit = at < text.length() ? hexDigit(text.charAt(at)) : -1;
          if (digit < 0) {
            throw wrong("four hexadecimal digits");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw wrong("an escaped character");
    };
  }

  /** Not {@link Character#digit}, which takes digits of all scripts. */
  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private @Nullable Object word(String word, @Nullable Boolean meaning) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return meaning;
  }

  private Object number() {
    int start = at;
    skip('-');
    int whole = at;
    digits(start == at ? "a value" : "a digit");
    if (text.charAt(whole) == '0' && at - whole > 1) {
      at = whole;
      throw wrong("a number without leading zeros");
    }
    boolean isWhole = true;
    if (skip('.')) {
      isWhole = false;
      digits("a digit");
    }
    if (skip('e') || skip('E')) {
      isWhole = false;
      if (!skip('+')) {
        skip('-');
      }
      digits("a digit");
    }
    String number = text.substring(start, at);
    if (isWhole && number.length() <= LONGEST_WHOLE && !number.equals("-0")) {
      try {
        return Long.valueOf(number);
      } catch (NumberFormatException e) {
        // Beyond 64 bits: the nearest double, as below.
      }
    }
    double value = number.length() <= LONGEST_NUMBER ? Double.parseDouble(number) : Double.NaN;
    if (!Double.isFinite(value)) {
      at = start;
      throw wrong("a number that fits a double");
    }
    return value;
  }

  private void digits(String expected) {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong(expected);
    }
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private boolean found(char c) {
    skipBlanks();
    return skip(c);
  }

  private void expect(char c) {
    if (!found(c)) {
      throw wrong("'" + c + "'");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String expected) {
    String found = at < text.length() ? Json.print(text.substring(at, at + 1)) : "the end";
    return new IllegalArgumentException(
        "json: " + found + " at character " + at + " (expected: " + expected + ")");
  }
}
