package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Pixels;
import org.limpid.testing.Cases;

class FramesTest {

  /** The cut of an image reads only a part of it; that of an array mirrors the whole. */
  @Test
  void partsAreThoseOfTheWholeEvenBeyondTheBorder() {
    Cases.forAll(
        300,
        1,
        random -> {
          Size3 extents =
              new Size3(1 + random.nextInt(4), 1 + random.nextInt(9), 1 + random.nextInt(9));
          int channels = 1 + random.nextInt(3);
          float[] samples = new float[extents.volume() * channels];
          for (int i = 0; i < samples.length; i++) {
            samples[i] = i;
          }
          Image image =
              Image.of(samples, 1, extents.depth(), extents.height(), extents.width(), channels);
          Image lazy =
              Image.lazy(
                  new MemoryReader(
                      samples, null, extents.depth(), extents.height(), extents.width(), channels),
                  1,
                  extents.depth(),
                  extents.height(),
                  extents.width(),
                  channels);
          Pixels whole = new Pixels(extents, channels, samples);
          Size3 from =
              new Size3(random.nextInt(9) - 4, random.nextInt(25) - 12, random.nextInt(25) - 12);
          Size3 size =
              new Size3(1 + random.nextInt(5), 1 + random.nextInt(20), 1 + random.nextInt(20));
          float[] expected = whole.cut(from, size).values();
          for (Image any : new Image[] {image, lazy}) {
            PixelSource source = Frames.volumes(any).get(0);
            assertThat(source.extents()).isEqualTo(extents);
            assertThat(source.cut(from, size).values()).isEqualTo(expected);
          }
        });
  }

  @Test
  void whatIsNotFiniteIsNamedByItsPlace() {
    float[] samples = new float[2 * 3 * 4 * 2];
    samples[((1 * 3 + 2) * 4 + 3) * 2 + 1] = Float.NaN;
    assertThatThrownBy(() -> Frames.checkFinite("op", "it", Image.of(samples, 1, 2, 3, 4, 2)))
        .hasMessageContaining("NaN at frame 0, slice 1, row 2, column 3, channel 1");
  }
}
