package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.testing.ChildJvm;

/**
 * Types every command line of the table in {@code docs/tried.md} again and compares the answers.
 * With {@code -Dlimpid.tried=write} they are written into the table instead, for reading.
 */
class TriedTest {
  private static final Path PAGE = Path.of("../docs/tried.md");
  private static final Pattern ROW = Pattern.compile("\\| `(limpid[^`]*)` \\| (.*) \\|");
  private static final String END = "## What was bad";

  @TempDir private Path folder = Path.of("");

  @Test
  void everyAnswerIsAsWrittenDown() throws Exception {
    List<String> typed = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    String page = Files.readString(PAGE);
    for (String line : page.substring(0, page.indexOf(END)).lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        typed.add(row.group(1));
        expected.add(row.group(2));
      }
    }
    assertThat(typed).hasSizeGreaterThan(100);

    List<String> replayed = replay(typed);
    assertThat(replayed).as("answers").hasSameSizeAs(typed);
    List<String> answers = new ArrayList<>();
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < typed.size(); i++) {
      String[] parts = replayed.get(i).split("\t", -1);
      all.assertThat(List.of(parts).subList(0, 3))
          .as("exit code, files left behind, lines of: %s; answer: %s", typed.get(i), parts[3])
          .containsExactly("2", "[]", "1");
      answers.add(escape(parts[3].replaceFirst("^limpid: ", "")));
    }
    all.assertAll();
    if ("write".equals(System.getProperty("limpid.tried"))) {
      for (int i = 0; i < typed.size(); i++) {
        String row = "| `" + typed.get(i) + "` | ";
        page = page.replace(row + expected.get(i) + " |", row + answers.get(i) + " |");
      }
      Files.writeString(PAGE, page);
    } else {
      for (int i = 0; i < typed.size(); i++) {
        assertThat(answers.get(i)).as(typed.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  private static String escape(String answer) {
    return answer.replace("*", "\\*").replace("<", "&lt;").replace("|", "\\|");
  }

  /** One process for all, in a folder of its own, as paths are typed relative to it. */
  private List<String> replay(List<String> typed) throws IOException, InterruptedException {
    Path input = folder.resolve("typed");
    Path here = Files.createDirectory(folder.resolve("here"));
    Files.write(input, typed);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx500m",
                "-XX:+UseSerialGC",
                "-cp",
                ChildJvm.classPath(TriedReplay.class),
                TriedReplay.class.getName())
            .directory(here.toFile())
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] answers = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return new String(answers, StandardCharsets.UTF_8).lines().toList();
  }
}
