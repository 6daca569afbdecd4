package org.limpid.denoise.synthetic;

import java.util.random.RandomGenerator;

/** Draws Poisson-distributed counts by inversion. */
final class Poisson {

  /** Above this the probability of 0 gets lost in double precision. */
  private static final double LARGEST = 500;

  private Poisson() {}

  /** One count; takes time proportional to the mean. */
  static long draw(double mean, RandomGenerator random) {
    long count = 0;
    double rest = mean;
    // The sum of independent Poisson numbers is one with the sum of their means.
    while (rest > LARGEST) {
      count += invert(LARGEST, random);
      rest -= LARGEST;
    }
    return count + invert(rest, random);
  }

  private static long invert(double mean, RandomGenerator random) {
    double target = random.nextDouble();
    double probability = StrictMath.exp(-mean);
    double cumulative = probability;
    long count = 0;
    while (target > cumulative && count < 4 * LARGEST) {
      count++;
      probability *= mean / count;
      cumulative += probability;
    }
    return count;
  }
}
