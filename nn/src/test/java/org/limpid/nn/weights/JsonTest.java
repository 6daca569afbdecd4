package org.limpid.nn.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.limpid.testing.Cases;

class JsonTest {

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void textsBecomePlainValues() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("a", Arrays.asList(1L, -2.5, true, false, null));
    expected.put("", Map.of("x", "y"));
    expected.put("e", List.of());
    assertThat(
            Json.parse(" { \"a\" : [1, -2.5,true,false,null],\n\"\":{\"x\":\"y\"},\"e\":[ ]} \t"))
        .isEqualTo(expected);
    assertThat(Json.parse("{}")).isEqualTo(Map.of());
  }

  @Test
  void numbersKeepTheirKind() {
    assertThat(Json.parse("0")).isEqualTo(0L);
    assertThat(Json.parse("-0")).isEqualTo(-0.0);
    assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.parse("9223372036854775808")).isEqualTo(0x1p63);
    assertThat(Json.parse("12345678901234567890")).isEqualTo(12345678901234567890.0);
    assertThat(Json.parse("1.5e-3")).isEqualTo(0.0015);
    assertThat(Json.parse("2E+2")).isEqualTo(200.0);
  }

  @Test
  void stringsAreUnescaped() {
    assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00b5\\ud83d\\ude00µ\""))
        .isEqualTo("\"\\/\b\f\n\r\tµ\ud83d\ude00µ");
  }

  @Test
  void whatIsNotJsonIsRefusedWithItsPlace() {
    refused("", "json: the end at character 0 (expected: a value)");
    refused("nul", "json: \"n\" at character 0 (expected: a value)");
    refused("[1 2]", "json: \"2\" at character 3 (expected: ']')");
    refused("[1,]", "json: \"]\" at character 3 (expected: a value)");
    refused("{\"a\"}", "json: \"}\" at character 4 (expected: ':')");
    refused("{a:1}", "json: \"a\" at character 1 (expected: a string)");
    refused("{\"a\":1,}", "json: \"}\" at character 7 (expected: a string)");
    refused("1 1", "json: \"1\" at character 2 (expected: the end)");
    refused("01", "json: \"0\" at character 0 (expected: a number without leading zeros)");
    refused("-", "json: the end at character 1 (expected: a digit)");
    refused("1.", "json: the end at character 2 (expected: a digit)");
    refused("1e", "json: the end at character 2 (expected: a digit)");
    refused("+1", "json: \"+\" at character 0 (expected: a value)");
    refused("NaN", "json: \"N\" at character 0 (expected: a value)");
    refused("\"\\x\"", "json: \"x\" at character 2 (expected: an escaped character)");
    refused("\"\\u00G0\"", "json: \"G\" at character 5 (expected: four hexadecimal digits)");
    refused(
        "\"a\nb\"",
        "json: \"\\u000a\" at character 2 (expected: a closing quote; control characters are"
            + " escaped)");
  }

  @Test
  void objectsAreAskedFor() {
    assertThat(Json.parseObject(" {\"a\":1} ")).isEqualTo(Map.of("a", 1L));
    assertThatThrownBy(() -> Json.parseObject("[1]"))
        .hasMessage("json: \"[\" at character 0 (expected: an object)");
    assertThatThrownBy(() -> Json.parseObject("{}{}"))
        .hasMessage("json: \"{\" at character 2 (expected: the end)");
  }

  @Test
  void hostileTextsAreRefused() {
    refused("{\"a\":1,\"a\":2}", "json: name at character 7 occurs twice in its object");
    refused("[".repeat(1_000_000), "json: more than 64 levels at character 65");
    refused("1e999", "json: \"1\" at character 0 (expected: a number that fits a double)");
    refused(
        "9".repeat(100_000), "json: \"9\" at character 0 (expected: a number that fits a double)");
    refused("[" + "0,".repeat(1_000_000) + "0]", "json: more than 1000000 values");
  }

  @Test
  void valuesBecomeOneLine() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("µm", "line\nbreak \"quoted\" \\ \u2028 \ud83d\ude00 \ud83d");
    map.put("numbers", Arrays.asList(1, 2L, 0.1f, 1e-5, null, true));
    map.put("none", List.of());
    map.put("empty", Map.of());
    assertThat(Json.print(map))
        .isEqualTo(
            "{\"µm\":\"line\\u000abreak \\\"quoted\\\" \\\\ \\u2028 \ud83d\ude00 \\ud83d\","
                + "\"numbers\":[1,2,0.1,1.0E-5,null,true],\"none\":[],\"empty\":{}}");
  }

  @Test
  void whatJsonCannotHoldIsRefused() {
    assertThatThrownBy(() -> Json.print(Map.of("psnr", Double.NaN)))
        .hasMessage(
            "json: NaN of class java.lang.Double (expected: map, list, string, finite number,"
                + " boolean or null)");
    assertThatThrownBy(() -> Json.print(Map.of(1, 2)))
        .hasMessage("json: key 1 (expected: a string)");
  }

  @Test
  void printedValuesAreReadAgain() {
    Cases.forAll(
        200,
        1,
        random -> {
          Object value = any(random, 4);
          assertThat(Json.parse(Json.print(value))).isEqualTo(value);
        });
  }

  @Test
  void damagedTextsGiveAMessageAndNothingElse() {
    Cases.forAll(
        500,
        1,
        random -> {
          StringBuilder text = new StringBuilder(Json.print(any(random, 4)));
          int at = random.nextInt(text.length());
          text.setCharAt(at, (char) random.nextInt(128));
          text.setLength(text.length() - random.nextInt(2));
          try {
            Json.parse(text.toString());
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("json: ").message().hasLineCount(1);
          }
        });
  }

  private static Object any(RandomGenerator random, int levels) {
    switch (random.nextInt(levels == 0 ? 4 : 6)) {
      case 0:
        return random.nextLong() >> random.nextInt(4, 64);
      case 1:
        return random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
      case 2:
        return random.nextBoolean();
      case 3:
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
          text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
        }
        return text.toString();
      case 4:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(any(random, levels - 1));
        }
        return list;
      default:
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put("k" + random.nextInt(100), any(random, levels - 1));
        }
        return map;
    }
  }
}
