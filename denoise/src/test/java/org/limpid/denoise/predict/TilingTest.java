package org.limpid.denoise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.predict.Tiling.Tile;
import org.limpid.testing.Cases;

class TilingTest {

  @Test
  void tilesCoverTheImageOnceAndReadTheirHalo() {
    Cases.forAll(
        300,
        1,
        random -> {
          boolean volume = random.nextBoolean();
          int levels = random.nextInt(4);
          int multiple = 1 << levels;
          Size3 multiples = new Size3(volume ? multiple : 1, multiple, multiple);
          Size3 radius =
              new Size3(volume ? random.nextInt(5) : 0, random.nextInt(9), random.nextInt(9));
          Size3 image =
              new Size3(
                  volume ? 1 + random.nextInt(20) : 1,
                  1 + random.nextInt(70),
                  1 + random.nextInt(70));
          long room = 40_000 + random.nextInt(20_000);
          if (!volume) {
            room /= 20;
          }
          check(Tiling.within(image, multiples, radius, room), multiples, radius, room);
        });
  }

  private static void check(Tiling tiling, Size3 multiple, Size3 radius, long room) {
    Size3 image = tiling.image();
    int[] written = new int[image.volume()];
    assertThat(tiling.window().volume()).isLessThanOrEqualTo((int) room);
    for (Tile tile : tiling.tiles()) {
      for (int axis = 0; axis < 3; axis++) {
        int read = get(tile.read(), axis);
        int end = read + get(tiling.window(), axis);
        int from = get(tile.write(), axis);
        int to = from + get(tile.size(), axis);
        int padded = get(tiling.padded(), axis);
        assertThat(read % get(multiple, axis)).isZero();
        assertThat(end % get(multiple, axis)).isZero();
        assertThat(read).isBetween(0, Math.max(0, from - get(radius, axis)));
        assertThat(end).isBetween(Math.min(padded, to + get(radius, axis)), padded);
        assertThat(padded).isBetween(get(image, axis), get(image, axis) + get(multiple, axis) - 1);
      }
      for (int z = 0; z < tile.size().depth(); z++) {
        for (int y = 0; y < tile.size().height(); y++) {
          for (int x = 0; x < tile.size().width(); x++) {
            int slice = tile.write().depth() + z;
            int row = tile.write().height() + y;
            written[(slice * image.height() + row) * image.width() + tile.write().width() + x]++;
          }
        }
      }
    }
    assertThat(written).containsOnly(1);
  }

  private static int get(Size3 size, int axis) {
    return axis == 0 ? size.depth() : axis == 1 ? size.height() : size.width();
  }

  @Test
  void anImageThatFitsIsOneTile() {
    Tiling tiling =
        Tiling.within(new Size3(1, 510, 300), new Size3(1, 4, 4), new Size3(0, 22, 22), 512 * 300);
    assertThat(tiling.tiles()).hasSize(1);
    assertThat(tiling.window()).isEqualTo(new Size3(1, 512, 300));
  }

  @Test
  void aHugeImageIsPlannedAtOnce() {
    Tiling tiling =
        Tiling.within(
            new Size3(1, 30_000, 30_000), new Size3(1, 4, 4), new Size3(0, 22, 22), 1 << 20);
    assertThat(tiling.window().volume()).isBetween(900_000, 1 << 20);
    assertThat(tiling.tiles()).hasSizeLessThan(1100);
  }

  @Test
  void tooLittleRoomIsSaid() {
    assertThatThrownBy(
            () ->
                Tiling.within(
                    new Size3(1, 500, 500), new Size3(1, 4, 4), new Size3(0, 22, 22), 2000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 x 52 x 52 pixels")
        .hasMessageContaining("room: 2000");
  }
}
