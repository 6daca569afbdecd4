package org.limpid.testing;

import java.util.Random;
import java.util.random.RandomGenerator;

/** Runs a check on many random cases, each of which can be run again alone by its seed. */
public final class Cases {

  /** System property that makes every {@link #forAll} run one case only, the one of this seed. */
  public static final String SEED_PROPERTY = "limpid.seed";

  private Cases() {}

  /** A case: may throw anything, and draws whatever it needs from the generator. */
  @FunctionalInterface
  public interface Case {
    /** Checks one case; the same generator gives the same case. */
    void check(RandomGenerator random) throws Exception;
  }

  /**
   * Checks cases with the seeds {@code firstSeed} to {@code firstSeed + count - 1}.
   *
   * @throws AssertionError at the first case that fails; the message tells how to run it again
   */
  public static void forAll(int count, long firstSeed, Case check) {
    Long replayed = Long.getLong(SEED_PROPERTY);
    if (replayed != null) {
      run(replayed, check);
      return;
    }
    for (int i = 0; i < count; i++) {
      run(firstSeed + i, check);
    }
  }

  private static void run(long seed, Case check) {
    try {
      check.check(new Random(seed));
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "seed "
              + seed
              + " (again with -D"
              + SEED_PROPERTY
              + "="
              + seed
              + "): "
              + failure.getMessage(),
          failure);
    }
  }

  /** One of some values. */
  public static int oneOf(RandomGenerator random, int... values) {
    return values[random.nextInt(values.length)];
  }
}
