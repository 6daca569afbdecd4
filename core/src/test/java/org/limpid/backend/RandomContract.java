package org.limpid.backend;

import org.junit.jupiter.api.Test;
import org.limpid.random.RandomKey;
import org.limpid.testing.Cases;

/** What every backend's random masks are: the same as everywhere, bit for bit. */
interface RandomContract extends KernelContract {

  @Test
  default void randomNumbersAreThoseOfTheKey() {
    Cases.forAll(
        20,
        7000,
        random -> {
          RandomKey key = new RandomKey(random.nextLong(), random.nextInt(), random.nextInt());
          int n = random.nextBoolean() ? Cases.oneOf(random, SIZES) : random.nextInt(20_000);
          compare(
              "random.uniform of " + n + " elements, " + key,
              random.nextLong(),
              run -> run.backend.random().uniform(key, run.exactOutput(n)));
        });
  }

  @Test
  default void bernoulliKeepsWhatTheKeySays() {
    // NaN stands for a probability that equals one of the random numbers: that one is dropped.
    for (float probability : new float[] {0, 0.3f, 0.5f, 1, Float.NaN}) {
      Cases.forAll(
          8,
          8000,
          random -> {
            RandomKey key = new RandomKey(random.nextLong(), random.nextInt(), random.nextInt());
            int n = random.nextBoolean() ? Cases.oneOf(random, SIZES) : random.nextInt(20_000);
            float keep = Float.isNaN(probability) ? key.uniform(n / 2) : probability;
            compare(
                "random.bernoulli keep " + keep + " of " + n + " elements, " + key,
                random.nextLong(),
                run -> {
                  Storage x = run.input(n);
                  run.backend.random().bernoulli(key, keep, 2, x, run.exactOutput(n));
                  Storage inPlace = run.inout(run.draw(n, 1, 2));
                  run.backend.random().bernoulli(key, keep, 1.7f, inPlace, inPlace);
                });
          });
    }
  }
}
