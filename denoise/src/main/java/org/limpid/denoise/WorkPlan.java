package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;

/**
 * How a budget is divided among trainings, one after the other: a short first one for an answer
 * soon, then one as long as twice that for each further candidate, then ones as long as all before.
 * The last takes what is left.
 */
final class WorkPlan {

  /** Trying all candidates takes about a quarter of the whole. */
  private static final int TRIED_PART = 4;

  private static final int FIRST_PART = 12;

  private WorkPlan() {}

  /**
   * Lengths of all trainings, together the whole.
   *
   * @param whole steps or milliseconds
   * @param longestFirst longest that the first may be, so that there is an answer soon
   * @param candidates how many are tried first, at least 1
   */
  static List<Long> lengths(long whole, long longestFirst, int candidates) {
    List<Long> lengths = new ArrayList<>();
    int part = Math.max(FIRST_PART, TRIED_PART * (2 * candidates - 1));
    long first = Math.max(1, Math.min(longestFirst, whole / part));
    long done = 0;
    for (int i = 0; i < candidates; i++) {
      long next = Math.min(whole - done, i == 0 ? first : 2 * first);
      if (next > 0) {
        lengths.add(next);
        done += next;
      }
    }
    while (done < whole) {
      // A rest too short for two more rounds is one: rates begin anew with each.
      long next = whole - done < 4 * done ? whole - done : done;
      lengths.add(next);
      done += next;
    }
    return lengths;
  }
}
