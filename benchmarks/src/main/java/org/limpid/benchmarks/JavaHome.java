package org.limpid.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed Java.
 *
 * @param feature its feature version, such as 17
 * @param home its folder
 */
record JavaHome(int feature, Path home) {

  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

  private static final List<Path> USUAL_FOLDERS =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/opt"),
          Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"));

  /** The one that runs this. */
  static JavaHome running() {
    return new JavaHome(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
  }

  /** One for each version asked for that is installed, the running one first if it fits. */
  static List<JavaHome> installed(List<Integer> features) {
    List<JavaHome> all = new ArrayList<>();
    all.add(running());
    USUAL_FOLDERS.forEach(folder -> all.addAll(in(folder)));
    List<JavaHome> chosen = new ArrayList<>();
    for (int feature : features) {
      all.stream().filter(java -> java.feature == feature).findFirst().ifPresent(chosen::add);
    }
    return chosen;
  }

  /** Those directly in a folder; a Java says its version in a file named {@code release}. */
  static List<JavaHome> in(Path folder) {
    List<JavaHome> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
      for (Path home : homes) {
        Path release = home.resolve("release");
        if (Files.isReadable(release) && Files.isExecutable(home.resolve("bin/java"))) {
          Matcher version = VERSION.matcher(Files.readString(release));
          if (version.find()) {
            found.add(new JavaHome(Integer.parseInt(version.group(1)), home));
          }
        }
      }
    } catch (IOException e) {
      // A folder that cannot be read holds no Java for us.
      return found;
    }
    return found;
  }
}
