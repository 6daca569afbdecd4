package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FramePairsTest {

  /** Frames of 1 x 2 pixels: frame i holds 10 i and 10 i + 1. */
  private static Image movie(int frames, int depth) {
    float[] samples = new float[frames * depth * 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 10 * (i / 2) + i % 2;
    }
    return Image.wrap(samples, frames, depth, 1, 2, 1);
  }

  private static List<List<Float>> first(List<ImagePair> pairs) {
    return pairs.stream()
        .map(p -> List.of(p.input().samples()[0], p.target().samples()[0]))
        .toList();
  }

  @Test
  void evenFramesMeetTheOddOnesBehindThem() {
    assertThat(first(FramePairs.EVEN_ODD.of(movie(5, 1))))
        .containsExactly(List.of(0f, 10f), List.of(20f, 30f));
  }

  @Test
  void adjacentFramesMeetBothNeighbours() {
    assertThat(first(FramePairs.ADJACENT.of(movie(4, 1))))
        .containsExactly(List.of(0f, 10f), List.of(10f, 20f), List.of(20f, 30f));
  }

  @Test
  void meansAreOfEverySecondFrame() {
    List<ImagePair> pairs = FramePairs.EVEN_ODD_MEAN.of(movie(5, 1));
    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).input().samples()).containsExactly(20, 21); // of 0, 20, 40
    assertThat(pairs.get(0).target().samples()).containsExactly(20, 21); // of 10 and 30
  }

  @Test
  void framesOfAStackOfSlicesAreItsSlices() {
    assertThat(first(FramePairs.EVEN_ODD.of(movie(1, 4))))
        .containsExactly(List.of(0f, 10f), List.of(20f, 30f));
    List<ImagePair> volumes = FramePairs.EVEN_ODD.of(movie(2, 3));
    assertThat(volumes).hasSize(1);
    assertThat(volumes.get(0).target()).hasToString("3 x 1 x 2 (Z, Y, X), 1 channel, float32");
    assertThat(volumes.get(0).target().samples()).containsExactly(30, 31, 40, 41, 50, 51);
  }

  @Test
  void oneFrameIsNoPair() {
    assertThatThrownBy(() -> FramePairs.ADJACENT.of(movie(1, 1)))
        .hasMessage(
            "pairs: the image is 1 x 2 (Y, X), 1 channel, float32 (expected: at least 2 frames or"
                + " slices)");
  }
}
