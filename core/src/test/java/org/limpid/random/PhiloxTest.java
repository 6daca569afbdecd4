package org.limpid.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhiloxTest {

  /** Known answers for philox4x32 with 10 rounds, published with Random123. */
  @Test
  void knownAnswersOfRandom123() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void uniformNumbersLieBelowOne() {
    assertThat(Philox.toUniform(0)).isZero();
    assertThat(Philox.toUniform(0xFF)).isZero();
    assertThat(Philox.toUniform(0x100)).isEqualTo(0x1p-24f);
    assertThat(Philox.toUniform(Integer.MIN_VALUE)).isEqualTo(0.5f);
    assertThat(Philox.toUniform(-1)).isEqualTo(1 - 0x1p-24f).isLessThan(1);
  }

  private static int[] block(int key0, int key1, int... counter) {
    Philox.block(key0, key1, counter);
    return counter;
  }
}
