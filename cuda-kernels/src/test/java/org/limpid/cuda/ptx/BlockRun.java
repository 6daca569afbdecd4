package org.limpid.cuda.ptx;

import java.util.Arrays;
import java.util.Random;

/** Runs a block of threads to its end. */
final class BlockRun {

  private static final int WARP = 32;
  private static final int NONE = Integer.MAX_VALUE;

  private final Program program;
  private final Scheduler scheduler;
  private final Random random;
  private final int threads;
  private final int[] line;
  private final boolean[] isWaiting;
  private final boolean[] isAlive;
  private final int[] group;
  private final int[] active;
  private int alive;

  BlockRun(Program program, Scheduler scheduler, Random random) {
    this.program = program;
    this.scheduler = scheduler;
    this.random = random;
    threads = program.lanes.threads;
    line = new int[threads];
    isWaiting = new boolean[threads];
    isAlive = program.memory.isAlive;
    group = new int[threads];
    active = new int[threads];
  }

  void run() {
    Arrays.fill(line, 0);
    Arrays.fill(isWaiting, false);
    alive = threads;
    while (alive > 0) {
      int from = 0;
      int to = threads;
      if (scheduler == Scheduler.RANDOM_WARP) {
        from = anyReadyWarp();
        to = Math.min(threads, from + WARP);
      }
      int first = from < threads ? earliest(from, to, -1) : NONE;
      if (first == NONE) {
        openBarrier();
      } else {
        int count = 0;
        for (int t = from; t < to; t++) {
          if (isReady(t) && line[t] == first) {
            group[count++] = t;
          }
        }
        runGroup(first, earliest(from, to, first), count);
      }
    }
  }

  private boolean isReady(int thread) {
    return isAlive[thread] && !isWaiting[thread];
  }

  private int anyReadyWarp() {
    int warps = (threads + WARP - 1) / WARP;
    int start = random.nextInt(warps);
    for (int i = 0; i < warps; i++) {
      int from = (start + i) % warps * WARP;
      for (int t = from; t < Math.min(threads, from + WARP); t++) {
        if (isReady(t)) {
          return from;
        }
      }
    }
    return threads;
  }

  /** The earliest line after {@code after} at which a thread stands that can run. */
  private int earliest(int from, int to, int after) {
    int earliest = NONE;
    for (int t = from; t < to; t++) {
      if (isReady(t) && line[t] > after && line[t] < earliest) {
        earliest = line[t];
      }
    }
    return earliest;
  }

  private void openBarrier() {
    int where = -1;
    for (int t = 0; t < threads; t++) {
      if (isAlive[t]) {
        if (where >= 0 && line[t] != where) {
          throw new PtxException(
              program.kernel.name
                  + ": threads wait at different barriers, lines "
                  + where
                  + ", "
                  + line[t]);
        }
        where = line[t];
      }
    }
    Arrays.fill(isWaiting, false);
  }

  /** Runs threads that stand at one line until they part, wait, end, or meet others. */
  private void runGroup(int first, int others, int size) {
    int at = first;
    int count = size;
    while (count > 0) {
      int[] who = group;
      int some = count;
      int[] guard = program.guards[at];
      if (guard != null) {
        some = guarded(guard, program.negated[at], count);
        who = active;
      }
      switch (program.flow[at]) {
        case NEXT -> {
          if (some > 0) {
            execute(at, who, some);
          }
          at++;
        }
        case BRANCH -> {
          if (some > 0 && some < count) {
            place(group, count, at + 1);
            place(active, some, program.target[at]);
            return;
          }
          boolean isBack = some > 0 && program.target[at] <= at;
          at = some > 0 ? program.target[at] : at + 1;
          if (isBack && others != NONE) {
            // Others wait further on: let the earliest go first.
            place(group, count, at);
            return;
          }
        }
        case BARRIER -> {
          if (some < count) {
            throw new PtxException(program.kernel.name + ": a barrier for some threads only");
          }
          place(group, count, at + 1);
          for (int i = 0; i < count; i++) {
            isWaiting[group[i]] = true;
          }
          return;
        }
        case EXIT -> {
          for (int i = 0; i < some; i++) {
            isAlive[who[i]] = false;
          }
          alive -= some;
          at++;
          count = stillAlive(count);
        }
      }
      if (at >= others) {
        place(group, count, at);
        return;
      }
    }
  }

  private int guarded(int[] guard, boolean isNegated, int count) {
    int some = 0;
    for (int i = 0; i < count; i++) {
      if ((guard[group[i]] != 0) != isNegated) {
        active[some++] = group[i];
      }
    }
    return some;
  }

  private int stillAlive(int count) {
    int some = 0;
    for (int i = 0; i < count; i++) {
      if (isAlive[group[i]]) {
        group[some++] = group[i];
      }
    }
    return some;
  }

  private void place(int[] who, int count, int at) {
    for (int i = 0; i < count; i++) {
      line[who[i]] = at;
    }
  }

  private void execute(int at, int[] who, int count) {
    Op op = program.ops[at];
    try {
      if (op != null) {
        op.run(who, count);
      }
    } catch (RuntimeException e) {
      throw new PtxException(
          program.kernel.name
              + ": "
              + e.getMessage()
              + ", line "
              + at
              + ": "
              + program.kernel.code.get(at).text(),
          e);
    }
  }
}
