package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLineTest {
  @Test
  void escapesWhatJsonDoesNotAllow() {
    assertThat(new JsonLine().put("file", "a\"b\\c\n\u00e4\ud83d\ude00").toString())
        .isEqualTo("{\"file\":\"a\\\"b\\\\c\\u000a\u00e4\ud83d\ude00\"}");
  }

  @Test
  void writesNumbersThatEveryReaderUnderstands() {
    JsonLine line =
        new JsonLine()
            .put("whole", 3.0)
            .put("part", 0.25f)
            .put("small", 1e-9)
            .put("none", Double.NaN)
            .put("infinite", Double.POSITIVE_INFINITY)
            .put("flag", true)
            .put("absent", null);
    assertThat(line.toString())
        .isEqualTo(
            "{\"whole\":3,\"part\":0.25,\"small\":1.0E-9,\"none\":null,\"infinite\":1e999,"
                + "\"flag\":true,\"absent\":null}");
  }
}
