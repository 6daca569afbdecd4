package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.limpid.nn.weights.AtomicFile;
import org.limpid.nn.weights.Json;

/** Scores in the order in which they were first measured, in memory and as a JSON array. */
final class Scores {

  private final Map<List<String>, Score> byKey = new LinkedHashMap<>();

  /**
   * Those of a file; none if there is no such file.
   *
   * @throws IOException if it cannot be read or is not what {@link #addTo} wrote
   */
  static Scores read(Path json) throws IOException {
    Scores scores = new Scores();
    if (!Files.exists(json)) {
      return scores;
    }
    try {
      if (Json.parse(Files.readString(json)) instanceof List<?> list) {
        for (Object element : list) {
          if (!(element instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("element " + element + " is no object");
          }
          scores.put(Score.of(fields));
        }
        return scores;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(json + " holds no scores: " + e.getMessage(), e);
    }
    throw new IOException(json + " holds no scores (expected: a JSON array)");
  }

  /** Adds a score to a file, or replaces the one of the same image and method. */
  static void addTo(Path json, Score score) throws IOException {
    // Read again each time: long tables are filled by several runs.
    Scores scores = read(json);
    scores.put(score);
    byte[] text = scores.array().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(json, out -> out.write(text));
  }

  void put(Score score) {
    byKey.put(score.key(), score);
  }

  List<Score> all() {
    return List.copyOf(byKey.values());
  }

  /** One object a line. */
  private String array() {
    return byKey.values().stream()
        .map(score -> Json.print(score.fields()))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }
}
