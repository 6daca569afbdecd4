package org.limpid.denoise.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Blocks of about the same brightness.
 *
 * @param blocks those with the least shading first
 * @param calm the same, those with the least variance first
 */
record Brightness(List<Block> blocks, List<Block> calm) {
  private static final double FLAT_SHARE = 0.15;
  private static final int LEAST = 6;
  private static final int GROUPS = 16;

  /** The part with the least shading, for measuring variance. */
  List<Block> flattest() {
    return blocks.subList(0, flat());
  }

  /**
   * The part with the least variance, for measuring correlation: texture has variance, but not
   * always shading.
   */
  List<Block> calmest() {
    return calm.subList(0, flat());
  }

  /** As many after {@link #calmest}; empty where there are few blocks. */
  List<Block> nextCalmest() {
    return calm.subList(flat(), Math.min(calm.size(), 2 * flat()));
  }

  double mean() {
    return flattest().stream().mapToDouble(Block::mean).average().orElse(Double.NaN);
  }

  /**
   * Variance of the noise in the flattest part.
   *
   * @param white whether noise is white, so that differences tell it from texture
   */
  double variance(boolean white) {
    return flattest().stream()
        .mapToDouble(white ? Block::fine : Block::variance)
        .average()
        .orElse(Double.NaN);
  }

  private int flat() {
    return Math.min(blocks.size(), Math.max(LEAST, (int) (FLAT_SHARE * blocks.size())));
  }

  /** Groups blocks: a sixteenth of their number or of their range of brightness each. */
  static List<Brightness> group(List<Block> blocks) {
    List<Block> sorted = new ArrayList<>(blocks);
    sorted.sort(Comparator.comparingDouble(Block::mean));
    List<Brightness> groups = new ArrayList<>();
    if (sorted.isEmpty()) {
      return groups;
    }
    double range = sorted.get(sorted.size() - 1).mean() - sorted.get(0).mean();
    int most = Math.max(4 * LEAST, sorted.size() / GROUPS);
    int from = 0;
    for (int i = 0; i < sorted.size(); i++) {
      int count = i + 1 - from;
      boolean wide = sorted.get(i).mean() - sorted.get(from).mean() >= range / GROUPS;
      boolean last = i + 1 == sorted.size();
      if (count >= most || wide && count >= LEAST || last && (count >= LEAST || groups.isEmpty())) {
        List<Block> group = sorted.subList(from, i + 1);
        groups.add(
            new Brightness(sortedBy(Block::shading, group), sortedBy(Block::variance, group)));
        from = i + 1;
      }
    }
    return groups;
  }

  private static List<Block> sortedBy(ToDoubleFunction<Block> property, List<Block> blocks) {
    return blocks.stream().sorted(Comparator.comparingDouble(property)).toList();
  }
}
