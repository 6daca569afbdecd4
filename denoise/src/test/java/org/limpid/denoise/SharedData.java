package org.limpid.denoise;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real images that lie beside the repository, not in it; tests without them are skipped. */
public final class SharedData {
  private static final Path ROOT = Path.of("..", "..", "shared", "data");

  private SharedData() {}

  /**
   * A file or folder of the shared data; aborts the calling test with a reason where it is absent.
   */
  public static Path of(String name) {
    Path path = ROOT.resolve(name);
    assumeTrue(Files.exists(path), () -> "skipped: " + name + " is not in ../shared/data");
    return path;
  }

  /** All files of a folder of the shared data, sorted by name. */
  public static List<Path> filesOf(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(of(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
