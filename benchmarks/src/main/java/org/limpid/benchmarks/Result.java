package org.limpid.benchmarks;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.limpid.nn.weights.Json;

/** One work, measured in one virtual machine: the fields of its JSON object in their order. */
final class Result {

  private final Map<String, @Nullable Object> fields;

  private Result(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  /**
   * What a measurement printed, and where.
   *
   * @param json one object, with at least {@code work}, {@code peer}, {@code peerMedianMs}, {@code
   *     limpidMedianMs} and {@code ratio}
   * @param allocator whose memory the peer takes: {@code tuned} or {@code default}
   */
  static Result of(String json, Setting setting, String allocator) {
    Map<String, @Nullable Object> measured = new LinkedHashMap<>(Json.parseObject(json));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("work", measured.remove("work"));
    fields.put("threads", (long) setting.threads());
    fields.put("jdk", (long) setting.java().feature());
    fields.put("path", setting.path());
    fields.put("peer", measured.remove("peer"));
    fields.putAll(measured);
    fields.put("allocator", allocator);
    Result result = new Result(fields);
    fields.put("target", Goal.of(result.text("work"), result.text("peer"), setting.path()));
    return result;
  }

  /**
   * Of the same work in several virtual machines, the one with the middle ratio, the higher of two;
   * it tells the ratios of all.
   */
  static Result middle(List<Result> all) {
    List<Result> sorted =
        all.stream().sorted(Comparator.comparingDouble(one -> one.number("ratio"))).toList();
    Result middle = sorted.get(all.size() / 2);
    if (all.size() == 1) {
      return middle;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(middle.fields);
    fields.put("ratios", sorted.stream().map(one -> one.number("ratio")).toList());
    return new Result(fields);
  }

  /** A result as {@link #json} gave it. */
  static Result written(String json) {
    return new Result(new LinkedHashMap<>(Json.parseObject(json)));
  }

  /** What was measured and where; measured again, it replaces the one before. */
  List<@Nullable Object> key() {
    return Stream.of("work", "threads", "jdk", "path", "peer", "allocator")
        .<@Nullable Object>map(fields::get)
        .toList();
  }

  /** A line of a table: {@code | work | JDK | path | ... |}, as {@link #header}. */
  String row() {
    Object target = fields.get("target");
    String goal = "";
    if (target instanceof Double most) {
      goal = number("ratio") <= most ? "≤ " + most + " ✓" : "≤ " + most + " **missed**";
    }
    return String.join(
        " | ",
        "| " + text("work"),
        text("jdk"),
        text("path"),
        text("threads"),
        text("peer") + ("default".equals(fields.get("allocator")) ? ", default allocator" : ""),
        text("peerMedianMs"),
        text("limpidMedianMs"),
        text("ratio"),
        machines(),
        goal,
        text("rounds"),
        text("difference"),
        number("limpidAllocatedBytes", 1 << 10),
        number("limpidLiveBytes", 1 << 20),
        number("limpidPooledBytes", 1 << 20) + " |");
  }

  /** What stands above the rows. */
  static String header() {
    return "| work | JDK | path | threads | peer | peer ms | Limpid ms | ratio | machines | target | rounds |"
        + " answers differ by | heap KiB a step | live MiB | pooled MiB |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";
  }

  /** The object on one line. */
  String json() {
    return Json.print(fields);
  }

  /** Ratios in all virtual machines, where there were several. */
  private String machines() {
    return fields.get("ratios") instanceof List<?> ratios
        ? ratios.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : "";
  }

  private String text(String name) {
    return String.valueOf(fields.get(name));
  }

  private String number(String name, int unit) {
    return fields.containsKey(name) ? String.valueOf(Math.round(number(name) / unit)) : "";
  }

  private double number(String name) {
    if (fields.get(name) instanceof Number value) {
      return value.doubleValue();
    }
    throw new IllegalArgumentException("result: no number '" + name + "' in " + json());
  }
}
