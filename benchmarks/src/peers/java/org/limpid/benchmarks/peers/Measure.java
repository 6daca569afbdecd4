package org.limpid.benchmarks.peers;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.limpid.nn.weights.Json;

/**
 * Measures the works whose names match, in this virtual machine with its flags: {@code Measure
 * REGEX THREADS ROUNDS WARM-UP-SECONDS}. Prints a JSON object a line on standard output.
 */
final class Measure {

  /** How far the answers may be apart, as a share of the largest value. */
  private static final double TOLERANCE = 1e-4;

  /** What the first work is warmed up for besides: until Java has compiled what is hot. */
  private static final double COMPILING_SECONDS = 12;

  private Measure() {}

  /** Started by the comparison, once for each combination of Java, path and threads. */
  public static void main(String... arguments) {
    PrintStream out = System.out;
    Pattern only = Pattern.compile(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    double warmUpSeconds = Double.parseDouble(arguments[3]);
    double compiling = COMPILING_SECONDS;
    for (Work work : Work.ALL) {
      if (only.matcher(work.name()).find()) {
        out.println(Json.print(measure(work, threads, rounds, warmUpSeconds + compiling)));
        compiling = 0;
      }
    }
    // libtorch leaves threads behind that keep the process alive.
    System.exit(0);
  }

  private static Map<String, Object> measure(
      Work work, int threads, int rounds, double warmUpSeconds) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("work", work.name());
    line.put("peer", work.peer());
    try (Contest contest = work.opener().open(threads)) {
      double difference = contest.difference();
      // Written so that NaN fails too.
      if (!(difference <= TOLERANCE)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s: the answers of %s and Limpid differ by %.1e of the largest value"
                    + " (expected: at most %.0e)",
                work.name(),
                work.peer(),
                difference,
                TOLERANCE));
      }
      line.putAll(new Duel(contest, rounds, warmUpSeconds).run());
      line.put("difference", Double.parseDouble(String.format(Locale.ROOT, "%.1e", difference)));
    }
    return line;
  }
}
