package org.limpid.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.limpid.nn.weights.Json;

/** Results in the order in which they were first measured, as a JSON array and as a table. */
final class Results {

  private final Map<List<@Nullable Object>, Result> byKey = new LinkedHashMap<>();
  private int changes;

  /**
   * Those of a file.
   *
   * @throws IOException if it cannot be read or is not what {@link #write} wrote
   */
  static Results read(Path json) throws IOException {
    Results results = new Results();
    try {
      if (Json.parse(Files.readString(json)) instanceof List<?> list) {
        for (Object element : list) {
          results.put(Result.written(Json.print(element)));
        }
        return results;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(json + " holds no results: " + e.getMessage(), e);
    }
    throw new IOException(json + " holds no results (expected: a JSON array)");
  }

  /** Adds a result, or replaces the one of the same work in the same setting. */
  void put(Result result) {
    byKey.put(result.key(), result);
    changes++;
  }

  /** How often something was added or replaced. */
  int changes() {
    return changes;
  }

  /** Writes the array to a file and the table beside it, as {@code .md}. */
  void write(Path json) throws IOException {
    Files.writeString(json, array());
    String name = json.getFileName().toString().replaceFirst("\\.json$", "");
    Files.writeString(
        json.resolveSibling(name + ".md"), Machine.describe() + "\n\n" + table() + "\n");
  }

  /** One object a line. */
  String array() {
    return byKey.values().stream()
        .map(Result::json)
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private String table() {
    return Result.header()
        + byKey.values().stream().map(Result::row).collect(Collectors.joining("\n", "\n", ""));
  }
}
