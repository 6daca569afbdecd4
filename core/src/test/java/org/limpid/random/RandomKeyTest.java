package org.limpid.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Expected numbers were computed by an independent implementation in Python. */
class RandomKeyTest {

  private static final RandomKey KEY = new RandomKey(0x0123456789abcdefL, 7, 3);

  private static final int[] FIRST_WORDS = {
    0x2329ca2f, 0x3aee584c, 0x97159be3, 0xac986cee, 0xade26950, 0x5f9b2b89, 0x2b31656f, 0xf111695e
  };

  @Test
  void rowIsMadeOfBlocksInOrder() {
    for (int i = 0; i < FIRST_WORDS.length; i++) {
      assertThat(KEY.uniform(i)).isEqualTo(Philox.toUniform(FIRST_WORDS[i]));
    }
    int[] words = new int[4];
    KEY.words(5L << 32 | 6, words);
    assertThat(words).containsExactly(0xfce464f4, 0x04006a59, 0xc4202ffb, 0x8c6e0529);
  }

  @Test
  void childIsAnotherBlockOfTheSameSeed() {
    assertThat(KEY.child(2)).isEqualTo(new RandomKey(0xed00fae7c981017bL, 0x08bb881d, 0xf16b6910));
  }

  @Test
  void rowsOfRelatedKeysDoNotRepeatEachOther() {
    RandomKey[] related = {
      KEY,
      KEY.at(4),
      new RandomKey(KEY.seed(), 8, 3),
      new RandomKey(KEY.seed() + 1, 7, 3),
      KEY.child(0),
      KEY.child(1),
      KEY.at(4).child(0),
      KEY.child(0).child(0),
      KEY.child(0).child(1)
    };
    Set<Long> seen = new HashSet<>();
    int n = 1000;
    for (RandomKey key : related) {
      for (int block = 0; block < n; block++) {
        int[] words = new int[4];
        key.words(block, words);
        seen.add((long) words[0] << 32 | words[1] & 0xFFFFFFFFL);
      }
    }
    assertThat(seen).hasSize(related.length * n);
  }

  @Test
  void childrenAreUncorrelated() {
    int n = 20_000;
    for (int child = 0; child < 5; child++) {
      RandomKey one = KEY.child(child);
      RandomKey next = KEY.child(child + 1);
      double product = 0;
      for (int i = 0; i < n; i++) {
        product += (one.uniform(i) - 0.5) * (next.uniform(i) - 0.5);
      }
      // Variance of a product of two uniform deviates is 1/144; five deviations of the mean.
      assertThat(product / n).isCloseTo(0, within(5 / (12 * Math.sqrt(n))));
    }
  }

  @Test
  void uniformNumbersFillTheIntervalEvenly() {
    int n = 100_000;
    int[] counts = new int[10];
    for (int i = 0; i < n; i++) {
      counts[(int) (KEY.uniform(i) * 10)]++;
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(n / 10, within(5 * 95));
    }
  }

  @Test
  void generatorGivesTheSameNumbersOnEveryJdk() {
    RandomGenerator longs = KEY.generator();
    assertThat(longs.nextLong()).isEqualTo(0x3aee584c2329ca2fL);
    assertThat(longs.nextLong()).isEqualTo(0xac986cee97159be3L);
    RandomGenerator doubles = KEY.generator();
    assertThat(doubles.nextDouble()).isEqualTo(0.2301993547327249);
    assertThat(KEY.generator().nextFloat()).isEqualTo(Philox.toUniform(0x3aee584c));
    RandomGenerator coins = KEY.generator();
    assertThat(coins.nextBoolean()).isFalse();
    assertThat(coins.nextBoolean()).isTrue();
    RandomGenerator digits = KEY.generator();
    assertThat(new int[] {digits.nextInt(10), digits.nextInt(10), digits.nextInt(3, 13)})
        .containsExactly(2, 6, 3 + 3);
    RandomGenerator normal = KEY.generator();
    assertThat(normal.nextGaussian()).isCloseTo(-0.33163003551637926, within(1e-15));
    assertThat(normal.nextGaussian()).isCloseTo(0.9027842010382855, within(1e-15));
  }

  @Test
  void gaussianNumbersHaveTheRightMoments() {
    RandomGenerator random = KEY.generator();
    int n = 50_000;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      sum += x;
      squares += x * x;
      fourths += x * x * x * x;
    }
    assertThat(sum / n).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(fourths / n).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
  }

  @Test
  void boundMustBePositive() {
    assertThatThrownBy(() -> KEY.generator().nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nextInt: bound 0 (expected: > 0)");
  }
}
