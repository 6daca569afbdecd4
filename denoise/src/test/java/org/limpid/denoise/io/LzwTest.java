package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LzwTest {
  /** Every length up to where codes become 12 bits wide and the table is cleared. */
  @ParameterizedTest
  @EnumSource(
      value = TiffCompression.class,
      names = {"NONE", "LZW", "DEFLATE", "PACKBITS"})
  void whatWasCompressedExpandsToTheSame(TiffCompression compression) throws DataFormatException {
    SplittableRandom random = new SplittableRandom(1);
    for (int kind = 0; kind < 4; kind++) {
      for (int length = 1; length < 40_000; length += 1 + length / 3) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
          bytes[i] =
              (byte)
                  switch (kind) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(256);
                    case 2 -> random.nextInt(2);
                    default -> i / 7 * (i % 300 < 150 ? 1 : 0);
                  };
        }
        byte[] packed = compression.compress(bytes, length);
        byte[] back = new byte[length];
        assertThat(compression.expand(packed, back)).isGreaterThanOrEqualTo(length);
        assertThat(back).as("%s bytes of kind %s", length, kind).isEqualTo(bytes);
        assertThat((double) length)
            .isLessThanOrEqualTo((double) packed.length * compression.maxExpansion());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TiffCompression.class,
      names = {"LZW", "DEFLATE", "PACKBITS"})
  void smoothRowsBecomeSmaller(TiffCompression compression) {
    byte[] bytes = new byte[10_000];
    Arrays.fill(bytes, 4000, 9000, (byte) 1);
    assertThat(compression.compress(bytes, 1000)).hasSizeLessThan(400);
  }
}
