package org.limpid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code THIRD-PARTY.md} true: every library that is shipped, and every one that tests run
 * with, is listed there with its version and licence.
 *
 * <p>It lives here because only this module sees all the others.
 */
class ThirdPartyTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>\\s*(<groupId>.*?)</dependency>", Pattern.DOTALL);
  private static final Pattern JAR =
      Pattern.compile("(.+?)-(\\d[\\w.]*)(-(linux|windows)-\\w+)?\\.jar");

  private static String list() throws IOException {
    return Files.readString(ROOT.resolve("THIRD-PARTY.md"));
  }

  private static String tag(String xml, String name) {
    Matcher tag = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(xml);
    return tag.find() ? tag.group(1) : "";
  }

  /** What is not for tests only, as {@code group:artifact}. */
  private static Set<String> shipped() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("pom.xml")));
    try (Stream<Path> modules = Files.list(ROOT)) {
      modules
          .map(module -> module.resolve("pom.xml"))
          .filter(pom -> Files.exists(pom) && !pom.toString().contains("benchmarks"))
          .forEach(files::add);
    }
    Set<String> tests = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    for (Path file : files) {
      Matcher dependencies = DEPENDENCY.matcher(Files.readString(file));
      while (dependencies.find()) {
        String name = tag(dependencies.group(1), "groupId") + ":";
        name += tag(dependencies.group(1), "artifactId");
        if (tag(dependencies.group(1), "scope").equals("test")) {
          tests.add(name);
        } else if (!name.startsWith("org.limpid:")) {
          found.add(name);
        }
      }
    }
    found.removeAll(tests);
    return found;
  }

  @Test
  void whatIsShippedIsListed() throws IOException {
    String shippedPart = list().replaceFirst("(?s)\n## With tests.*", "");
    assertThat(shipped()).contains("org.ejml:ejml-fdense", "info.picocli:picocli");
    for (String name : shipped()) {
      assertThat(shippedPart).contains("| `" + name + "` |");
    }
  }

  /** Jars on the class path, those that others bring along among them. */
  private static List<Path> jars() throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(Path.of(entry));
    }
    if (ThirdPartyTest.class.getClassLoader() instanceof URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        entries.add(Path.of(url.getPath()));
      }
    }
    return entries.stream().filter(entry -> entry.toString().endsWith(".jar")).toList();
  }

  @Test
  void whatIsOnTheClassPathIsListed() throws IOException {
    int seen = 0;
    for (Path jar : jars()) {
      Matcher name = JAR.matcher(jar.getFileName().toString());
      boolean ours = jar.getFileName().toString().matches("(limpid|surefire).*|console\\.jar");
      if (!ours && name.matches()) {
        assertThat(list())
            .as(jar.getFileName().toString())
            .containsPattern(
                ":"
                    + Pattern.quote(name.group(1))
                    + "` \\| "
                    + Pattern.quote(name.group(2))
                    + " \\|");
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(8);
  }
}
