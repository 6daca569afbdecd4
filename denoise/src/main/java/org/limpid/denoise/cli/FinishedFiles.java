package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Which files of a folder are done, in a file beside the results, so that they need not be done
 * again when the work goes on after it was broken off: a line for each, with size and time of the
 * image and of its result, and what else the result depends on. A line that does not say exactly
 * what is there now, or was cut off by a crash, counts for nothing.
 */
final class FinishedFiles {
  private static final String NAME = "limpid.unfinished";

  private final Path file;
  private final String key;
  private final Set<String> lines;

  private FinishedFiles(Path file, String key, Set<String> lines) {
    this.file = file;
    this.key = key;
    this.lines = lines;
  }

  /**
   * Those of a folder of results.
   *
   * @param key what results depend on, but for the images
   */
  static FinishedFiles in(Path folder, String key) throws IOException {
    Path file = folder.resolve(NAME);
    Set<String> lines = new HashSet<>();
    if (Files.exists(file)) {
      // Bytes that are no text make lines that nothing equals.
      new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(lines::add);
    }
    return new FinishedFiles(file, key, lines);
  }

  /** Whether a result is there, of this image and nothing else. */
  boolean contains(Path input, Path output) throws IOException {
    return Files.exists(output) && lines.contains(line(input, state(input), output));
  }

  /**
   * Takes down that a result is complete.
   *
   * @param read state of the image before it was read
   */
  void add(Path input, String read, Path output) throws IOException {
    // Behind a line that was cut off a new one has to begin.
    Files.writeString(
        file,
        "\n" + line(input, read, output) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Deletes the file: everything is done. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private String line(Path input, String read, Path output) throws IOException {
    return new JsonLine()
        .put("input", input.toAbsolutePath().normalize())
        .put("read", read)
        .put("output", output.getFileName())
        .put("written", state(output))
        .put("by", key)
        .toString();
  }

  /** What tells a file from one that was changed since. */
  static String state(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + " bytes of " + attributes.lastModifiedTime();
  }
}
