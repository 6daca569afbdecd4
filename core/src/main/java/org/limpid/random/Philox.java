package org.limpid.random;

/**
 * The Philox-4x32-10 generator: a bijection of a 128-bit counter under a 64-bit key, with no state
 * (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 */
public final class Philox {

  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * Four random words for one counter value.
   *
   * @param key0 low word of the key
   * @param key1 high word of the key
   * @param counter four words, least significant first; replaced by the result. Modified.
   */
  public static void block(int key0, int key1, int[] counter) {
    int c0 = counter[0];
    int c1 = counter[1];
    int c2 = counter[2];
    int c3 = counter[3];
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    counter[0] = c0;
    counter[1] = c1;
    counter[2] = c2;
    counter[3] = c3;
  }

  /** A word as a float in {@code [0, 1)}: its upper 24 bits over 2^24. */
  public static float toUniform(int word) {
    return (word >>> 8) * 0x1p-24f;
  }
}
