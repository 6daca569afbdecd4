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
  default void partsAreKeptAsInTheWhole() {
    Cases.forAll(
        30,
        9000,
        random -> {
          Grid part =
              new Grid(
                  1 + random.nextInt(2),
                  1 + random.nextInt(3),
                  1 + random.nextInt(9),
                  1 + random.nextInt(40),
                  Cases.oneOf(random, CHANNELS));
          Size3 before = new Size3(random.nextInt(3), random.nextInt(9), random.nextInt(9));
          Grid whole =
              part.withSpace(
                  new Size3(
                      part.depth() + before.depth() + random.nextInt(2),
                      part.height() + before.height() + random.nextInt(5),
                      part.width() + before.width() + random.nextInt(5)));
          RandomKey key = new RandomKey(random.nextLong(), random.nextInt(), random.nextInt());
          PadGeometry place = new PadGeometry(part, whole, before);
          compare(
              "random.bernoulliPart " + place,
              random.nextLong(),
              run -> {
                Storage x = run.inout(run.draw(part.elements(), 1, 2));
                run.backend
                    .random()
                    .bernoulliPart(place, key, 0.6f, 2, x, run.exactOutput(part.elements()));
                run.backend.random().bernoulliPart(place, key, 0.3f, 1.7f, x, x);
              });
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
