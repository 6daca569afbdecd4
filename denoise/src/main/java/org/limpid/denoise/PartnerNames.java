package org.limpid.denoise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds files of the same name. */
final class PartnerNames {

  private static final int MOST_NAMES = 8;

  private PartnerNames() {}

  static List<Path> partners(List<Path> inputs, List<Path> targets) {
    Map<String, Path> byName = byName("targets", targets);
    Map<String, Path> odd = new LinkedHashMap<>(byName);
    List<Path> partners = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    byName("inputs", inputs)
        .keySet()
        .forEach(
            name -> {
              Path partner = odd.remove(name);
              if (partner == null) {
                alone.add(name);
              } else {
                partners.add(partner);
              }
            });
    if (!alone.isEmpty() || !odd.isEmpty()) {
      throw new IllegalArgumentException(
          "pairs: "
              + (alone.isEmpty() ? "" : "no target for " + names(alone))
              + (alone.isEmpty() || odd.isEmpty() ? "" : "; ")
              + (odd.isEmpty() ? "" : "no input for " + names(odd.keySet()))
              + " (expected: files of the same names on both sides)");
    }
    return partners;
  }

  private static Map<String, Path> byName(String side, List<Path> files) {
    Map<String, Path> byName = new LinkedHashMap<>();
    for (Path file : files) {
      Path before = byName.putIfAbsent(String.valueOf(file.getFileName()), file);
      if (before != null) {
        throw new IllegalArgumentException(
            "pairs: "
                + before
                + " and "
                + file
                + " among the "
                + side
                + " have one name (expected: each name once)");
      }
    }
    return byName;
  }

  private static String names(Collection<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
