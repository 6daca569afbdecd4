package org.limpid.backend.cpu;

/**
 * How pixels fall into groups whose sums are formed alone, by any worker, and then added in order:
 * by their number only, so that threads make no difference.
 *
 * @param count how many groups; the last ones may be empty
 * @param size pixels of a group
 * @param pixels of all
 */
record PixelGroups(int count, int size, int pixels) {

  /** Pixels for which a further set of partial sums of the weights' gradient pays. */
  private static final int PIXELS_PER_GROUP = 2048;

  private static final int MOST_GROUPS = 16;

  /** The groups of a number of pixels. */
  static PixelGroups of(int pixels) {
    int count = Math.max(1, Math.min(MOST_GROUPS, pixels / PIXELS_PER_GROUP));
    return new PixelGroups(count, Span.count(count, pixels), pixels);
  }

  /** Pixels of a group. */
  Span span(int group) {
    int from = Math.min(group * size, pixels);
    return new Span(from, Math.min(from + size, pixels));
  }

  /**
   * Adds up the groups' sums.
   *
   * @param u sums of each group, one group behind the other
   * @param length sums of a group
   * @param total their sums. Modified.
   */
  void sum(float[] u, int length, CpuStorage total) {
    System.arraycopy(u, 0, total.array, total.offset, length);
    for (int group = 1; group < count; group++) {
      Rows.add(u, group * length, total.array, total.offset, length);
    }
  }
}
