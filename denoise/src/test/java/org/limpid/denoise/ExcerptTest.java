package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.random.RandomKey;

class ExcerptTest {

  private static final int SIDE = 32;

  private static Excerpt excerpt() {
    TrainingData data = TrainingData.of(List.of(Specimen.CELLS.image(SIDE, SIDE, 1)));
    Size3 whole = new Size3(1, SIDE, SIDE);
    PatchSampler sampler = PatchSampler.of(data.sources(), whole);
    return Excerpt.of(
        data, sampler, new Window(0, new Size3(0, 0, 0), whole), new RandomKey(1, 2, 3));
  }

  /** Within a cell of so many pixels, on which a network mixes them most. */
  @ParameterizedTest
  @CsvSource({"2, 1, 2", "4, 2, 2", "16, 4, 4"})
  void overAllPatternsNeighboursAreNotAlike(int patterns, int high, int wide) {
    Excerpt excerpt = excerpt();
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      int x = pixel % SIDE;
      int y = pixel / SIDE;
      int left = x / wide * wide;
      int top = y / high * high;
      for (int other = 0; other < high * wide; other++) {
        int neighbour = (top + other / wide) * SIDE + left + other % wide;
        float shared = 0;
        for (int pattern = 0; pattern < patterns; pattern++) {
          shared += excerpt.sign(pixel, pattern) * excerpt.sign(neighbour, pattern);
        }
        assertThat(shared).isEqualTo(neighbour == pixel ? patterns : 0);
      }
    }
  }
}
