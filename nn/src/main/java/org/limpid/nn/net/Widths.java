package org.limpid.nn.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Channels after each convolution of a U-Net.
 *
 * @param down on the way down, level by level; level 0 has full resolution
 * @param bottom below the last level
 * @param up on the way up, in the order of levels
 * @param tail 1x1 convolutions after level 0, before the last one
 * @param lastKernel extent of the last convolution
 */
record Widths(
    List<List<Integer>> down,
    List<Integer> bottom,
    List<List<Integer>> up,
    List<Integer> tail,
    int lastKernel) {

  /** CSBDeep: doubled at each level; the last of a level on the way up is that of the one above. */
  static Widths doubling(int depth, int filters, int convolutions) {
    List<List<Integer>> down = new ArrayList<>();
    List<List<Integer>> up = new ArrayList<>();
    for (int level = 0; level < depth; level++) {
      int own = filters << level;
      down.add(repeated(own, convolutions));
      up.add(followed(repeated(own, convolutions - 1), filters << Math.max(0, level - 1)));
    }
    List<Integer> bottom =
        followed(repeated(filters << depth, convolutions - 1), filters << Math.max(0, depth - 1));
    return new Widths(down, bottom, up, List.of(), 1);
  }

  /** Doubled but for the bottom; all of a level on the way up have those of the level above. */
  static Widths tapered(int depth, int filters, int convolutions) {
    List<List<Integer>> down = new ArrayList<>();
    List<List<Integer>> up = new ArrayList<>();
    for (int level = 0; level < depth; level++) {
      down.add(repeated(filters << level, convolutions));
      up.add(repeated(filters << Math.max(0, level - 1), convolutions));
    }
    return new Widths(
        down, repeated(filters << Math.max(0, depth - 1), convolutions), up, List.of(), 1);
  }

  /** The same on all levels down, twice that up; fewer in the end, or a tail of 1x1. */
  static Widths constant(int depth, int filters, int convolutions, boolean hasTail) {
    List<List<Integer>> down = new ArrayList<>();
    List<List<Integer>> up = new ArrayList<>();
    int wide = 2 * filters;
    for (int level = 0; level < depth; level++) {
      down.add(repeated(filters, level == 0 ? convolutions : Math.max(1, convolutions - 1)));
      up.add(repeated(wide, convolutions));
    }
    if (depth > 0 && !hasTail) {
      up.set(0, followed(repeated(share(filters, 4), convolutions - 1), share(filters, 2)));
    }
    List<Integer> bottom = repeated(filters, Math.max(1, convolutions - 1));
    return hasTail
        ? new Widths(down, bottom, up, List.of(wide, wide), 1)
        : new Widths(down, bottom, up, List.of(), 3);
  }

  /** Thirds of the filters: 64 and 32 of 48. */
  private static int share(int filters, int thirds) {
    return Math.max(1, filters * thirds / 3);
  }

  private static List<Integer> repeated(int width, int times) {
    return Collections.nCopies(times, width);
  }

  private static List<Integer> followed(List<Integer> widths, int last) {
    List<Integer> all = new ArrayList<>(widths);
    all.add(last);
    return all;
  }

  /** Channels after the convolutions of a list that is not empty. */
  static int last(List<Integer> widths) {
    return widths.get(widths.size() - 1);
  }
}
