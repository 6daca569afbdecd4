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
  /** One of the two for each launch, at random; in step where there is no barrier to miss. */
  EITHER
}
