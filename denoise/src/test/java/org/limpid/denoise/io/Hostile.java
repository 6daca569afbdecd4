package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.limpid.denoise.Image;

/** Damages small files in every way: a reader gives an image or an IOException of one line. */
final class Hostile {
  private static final int MUTATIONS = 2000;

  private Hostile() {}

  /** Cuts a file at every byte; each is refused. */
  static void refusesEveryTruncation(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Image.read(file);
    Path cut = file.resolveSibling("cut-" + file.getFileName());
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Image.read(cut))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(cut.toString())
          .hasMessageNotContaining("\n");
    }
  }

  /** Changes one to eight bytes, two thousand times. */
  static void survivesMutations(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(whole.length);
    Path changed = file.resolveSibling("changed-" + file.getFileName());
    int refused = 0;
    for (int round = 0; round < MUTATIONS; round++) {
      byte[] bytes = whole.clone();
      // Headers decide most, so half of the changes hit the first or last bytes.
      int reach = Math.min(bytes.length, round % 2 == 0 ? bytes.length : 256);
      for (int i = random.nextInt(8); i >= 0; i--) {
        int at = random.nextInt(reach);
        at = round % 4 == 1 ? bytes.length - 1 - at : at;
        bytes[at] =
            switch (random.nextInt(4)) {
              case 0 -> (byte) random.nextInt();
              case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
              case 2 -> (byte) 0xff;
              default -> 0;
            };
      }
      Files.write(changed, bytes);
      try {
        Image.read(changed);
        Images.info(changed);
        open(changed);
      } catch (IOException e) {
        assertThat(e.getMessage()).as("round %s", round).contains(changed.toString());
        assertThat(e.getMessage()).as("round %s", round).doesNotContainPattern("\\p{Cntrl}");
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("round " + round, e);
      }
    }
    assertThat(refused).isPositive();
  }

  private static void open(Path file) throws IOException {
    try {
      Image.open(file).plane(0, 0);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
