package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for files that are needed for a while; deleted with all in it when closed. */
final class Workplace implements AutoCloseable {

  private final Path folder = Files.createTempDirectory("limpid-quality");

  Workplace() throws IOException {}

  /** A file or folder in it. */
  Path path(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() throws IOException {
    List<Path> left;
    try (Stream<Path> found = Files.walk(folder)) {
      left = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : left) {
      Files.delete(file);
    }
  }
}
