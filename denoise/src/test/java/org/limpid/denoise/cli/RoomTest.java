package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.limpid.denoise.Image;
import org.limpid.denoise.predict.PredictionOptions;

class RoomTest {
  private static final PredictionOptions USUAL = PredictionOptions.DEFAULT;
  private static final Path FILE = Path.of("in.tif");
  private static final long MEBIBYTE = 1 << 20;

  private final Image image = Image.wrap(new float[1 << 20], 1, 1, 1 << 10, 1 << 10, 1);

  @Test
  void smallHeapsMeanSmallTiles() {
    assertThat(Room.beside(image, FILE, USUAL, 4096 * MEBIBYTE))
        .isEqualTo(PredictionOptions.DEFAULT);
    // 8 MiB for the image and its result.
    assertThat(Room.beside(image, FILE, USUAL, 100 * MEBIBYTE).memoryBytes())
        .isEqualTo(52 * MEBIBYTE);
  }

  @Test
  void whatCannotFitIsRefusedWithTheSizeThatDoes() {
    assertThatThrownBy(() -> Room.beside(image, FILE, USUAL, 39 * MEBIBYTE))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "in.tif: 1,048,576 samples and their result need about 40 MiB of memory, Java may use"
                + " 39 MiB. Give it more, LIMPID_JAVA_OPTS=-Xmx40m, or cut the image.");
    assertThat(Room.beside(image, FILE, USUAL, 40 * MEBIBYTE).memoryBytes())
        .isEqualTo(16 * MEBIBYTE);
  }
}
