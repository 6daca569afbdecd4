package org.limpid.random;

import java.util.random.RandomGenerator;

/**
 * Names an endless row of random numbers: the same key gives the same numbers anywhere, any time.
 *
 * <p>Element {@code i} of the row is word {@code i mod 4} of the {@link Philox} block with key
 * {@code seed} and counter {@code (i / 4 low, i / 4 high, step, purpose)}.
 *
 * @param seed what the user chose
 * @param purpose what the numbers are for, so that two uses of a seed never meet
 * @param step how often the purpose has been served: a training step, an image, a layer
 */
public record RandomKey(long seed, int purpose, int step) {

  /** The key of another step of the same purpose. */
  public RandomKey at(int otherStep) {
    return new RandomKey(seed, purpose, otherStep);
  }

  /** The key of a purpose within this one, such as a layer within a training step. */
  public RandomKey child(int index) {
    int[] words = {index, 0x6368_6c64, step, purpose};
    Philox.block((int) seed, (int) (seed >>> 32), words);
    return new RandomKey(
        ((words[1] & 0xFFFFFFFFL) << 32) | (words[0] & 0xFFFFFFFFL), words[2], words[3]);
  }

  /**
   * The block that holds elements {@code 4·block} to {@code 4·block + 3}.
   *
   * @param block index of the block, at least 0
   * @param words four words to fill. Modified.
   */
  public void words(long block, int[] words) {
    words[0] = (int) block;
    words[1] = (int) (block >>> 32);
    words[2] = step;
    words[3] = purpose;
    Philox.block((int) seed, (int) (seed >>> 32), words);
  }

  /** Element {@code index} of the row as a float in {@code [0, 1)}. */
  public float uniform(long index) {
    int[] words = new int[4];
    words(index >>> 2, words);
    return Philox.toUniform(words[(int) (index & 3)]);
  }

  /**
   * A generator that walks the row from its start; normal numbers by Box and Muller's method. Not
   * thread-safe; make one for each thread.
   */
  public RandomGenerator generator() {
    return new Walk(this);
  }

  /** Reads a row two words at a time. */
  private static final class Walk implements RandomGenerator {

    private final RandomKey key;
    private final int[] words = new int[4];
    private long next;

    Walk(RandomKey key) {
      this.key = key;
    }

    @Override
    public long nextLong() {
      int half = (int) (next & 1) * 2;
      if (half == 0) {
        key.words(next >>> 1, words);
      }
      next++;
      return ((words[half + 1] & 0xFFFFFFFFL) << 32) | (words[half] & 0xFFFFFFFFL);
    }

    // The defaults below may change from one JDK to the next; same seed, same bits forbids that.

    @Override
    public int nextInt(int bound) {
      if (bound <= 0) {
        throw new IllegalArgumentException("nextInt: bound " + bound + " (expected: > 0)");
      }
      return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    @Override
    public int nextInt(int origin, int bound) {
      return origin + nextInt(bound - origin);
    }

    @Override
    public double nextGaussian() {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
      return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }
  }
}
