package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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
  void gapsAreCountedForEachPlane() {
    float[] samples = new float[2 * 3 * 4 * 2];
    samples[((1 * 3 + 2) * 4 + 3) * 2 + 1] = Float.NaN;
    samples[((1 * 3 + 2) * 4 + 3) * 2] = Float.NEGATIVE_INFINITY;
    Image image = Image.of(samples, 1, 2, 3, 4, 2);
    List<PixelSource> planes = Frames.toLearn("op", "it", image, false);
    assertThat(planes).extracting(PixelSource::gaps).containsExactly(0L, 1L);
    assertThat(Frames.toLearn("op", "it", image, true).get(0).gaps()).isEqualTo(1);
    float[] counted = planes.get(1).counted(new Size3(0, 2, 2), new Size3(1, 1, 2)).values();
    assertThat(counted).containsExactly(1, 0);
    Arrays.fill(samples, Float.NaN);
    assertThatThrownBy(() -> Frames.toLearn("op", "it", Image.of(samples, 1, 2, 3, 4, 2), false))
        .hasMessage("op: it has no pixel of finite numbers (NaN or infinite). Leave it out");
  }
}
