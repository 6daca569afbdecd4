package org.limpid.cuda.ptx;

/** Which threads of a block run next. */
public enum Scheduler {
  /** All that stand at the earliest line, together: a block in step. Blocks come in order. */
  LOCKSTEP,
  /**
   * One warp, chosen at random, as far as it can; blocks in random order. Shows a barrier that is
   * missing.
   */
  RANDOM_WARP,
  /**
   * Each kernel that has barriers in one of the two and then the other, launch by launch; in step
   * where there is no barrier to miss.
   */
  BY_TURNS
}
