package org.limpid.benchmarks.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.limpid.backend.MemoryUse;

/** Lets both sides of a contest work turn by turn and takes the time. */
final class Duel {

  /** What one turn should take at least, so that the clock and lone interruptions do not matter. */
  private static final long TURN_NANOS = 200_000_000;

  /**
   * How long a side works before its turn: threads of the other may still spin, its data fill the
   * caches, and processors are slow after a pause. Trainings go on for minutes.
   */
  private static final long LEAD_NANOS = 50_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Contest contest;
  private final int rounds;
  private final long warmUpNanos;

  /**
   * A duel of so many rounds.
   *
   * @param warmUpSeconds how long both sides together work before time is taken; at least three
   *     rounds
   */
  Duel(Contest contest, int rounds, double warmUpSeconds) {
    this.contest = contest;
    this.rounds = rounds;
    this.warmUpNanos = (long) (warmUpSeconds * 1e9);
  }

  /** Medians and the like, by name. */
  Map<String, Object> run() {
    long begin = System.nanoTime();
    long shorter = Long.MAX_VALUE;
    for (int i = 0; i < 3 || System.nanoTime() - begin < warmUpNanos; i++) {
      shorter = Math.min(shorter, Math.min(turn(contest::peer, 1), turn(contest::limpid, 1)));
    }
    int times = (int) Math.max(1, TURN_NANOS / shorter);
    double[] peer = new double[rounds];
    double[] limpid = new double[rounds];
    long allocated = 0;
    for (int i = 0; i < rounds; i++) {
      lead(contest::peer);
      peer[i] = turn(contest::peer, times) * 1e-6 / times;
      lead(contest::limpid);
      long before = allocatedBytes();
      limpid[i] = turn(contest::limpid, times) * 1e-6 / times;
      allocated += allocatedBytes() - before;
    }
    Arrays.sort(peer);
    Arrays.sort(limpid);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("peerMedianMs", rounded(median(peer)));
    result.put("limpidMedianMs", rounded(median(limpid)));
    result.put("ratio", rounded(median(limpid) / median(peer)));
    result.put("peerMinMs", rounded(peer[0]));
    result.put("limpidMinMs", rounded(limpid[0]));
    result.put("rounds", rounds);
    result.put("timesPerRound", times);
    result.put("limpidAllocatedBytes", allocated / ((long) rounds * times));
    MemoryUse memory = contest.device().memory();
    result.put("limpidLiveBytes", memory.liveBytes());
    result.put("limpidPooledBytes", memory.pooledBytes());
    return result;
  }

  private static void lead(Runnable side) {
    long begin = System.nanoTime();
    do {
      side.run();
    } while (System.nanoTime() - begin < LEAD_NANOS);
  }

  private static long turn(Runnable side, int times) {
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      side.run();
    }
    return System.nanoTime() - begin;
  }

  /** Bytes of heap that threads alive now have asked for so far. */
  private static long allocatedBytes() {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Four digits are more than any of these times deserves. */
  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
  }
}
