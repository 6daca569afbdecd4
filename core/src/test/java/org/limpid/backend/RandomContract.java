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

  @Test
  default void hiddenValuesAreThoseOfTheKey() {
    Cases.forAll(
        60,
        9500,
        random -> {
          boolean isVolume = random.nextInt(3) == 0;
          int height = Cases.oneOf(random, 1, 2, 3, 7, 16, 33);
          Grid grid =
              new Grid(
                  random.nextInt(4),
                  isVolume ? 2 + random.nextInt(7) : 1,
                  isVolume ? Math.min(height, 7) : height,
                  2 + random.nextInt(isVolume ? 9 : 40),
                  Cases.oneOf(random, 1, 2, 3));
          // From nearly every pixel to none but the one that is drawn when all are dropped.
          double share = Cases.oneOf(random, 500, 333, 60, 15, 2) / 1000.0;
          double side = isVolume ? StrictMath.cbrt(1 / share) : StrictMath.sqrt(1 / share);
          int radius = isVolume ? 1 + random.nextInt(3) : Cases.oneOf(random, 1, 2, 9);
          Fill fill = Fill.values()[random.nextInt(Fill.values().length)];
          SpotGeometry spots = new SpotGeometry(grid, side, radius, fill);
          RandomKey key = new RandomKey(random.nextLong(), random.nextInt(), random.nextInt());
          compare(
              "random.hide " + spots + ", " + key,
              random.nextLong(),
              run -> {
                int elements = (int) grid.elements();
                float[] masks = run.draw(spots.masks(), 0, 1 << SpotGeometry.BITS);
                float[] values = run.draw(elements, -2, 2);
                for (int i = 0; i < masks.length; i++) {
                  masks[i] = i % 3 == 0 ? (1 << SpotGeometry.BITS) - 1 : (int) masks[i];
                }
                for (int i = 0; i < elements; i++) {
                  // Equal values, and both zeros.
                  values[i] = i % 5 == 0 ? (i % 2 == 0 ? -0f : 0f) : values[i];
                }
                Storage counted = run.input(masks);
                Storage x = run.input(values);
                Storage y = run.exactOutput(elements);
                run.backend.random().hide(spots, key, counted, x, y, run.exactOutput(elements));
              });
        });
  }
}
