package org.limpid.denoise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;
import org.limpid.tensor.Shape;

class HostBatchTest {

  private static Pixels row(float... values) {
    return new Pixels(new Size3(1, 1, values.length), 1, values);
  }

  @Test
  void extendsSmallSamplesWhereNothingCounts() {
    Sample full = new Sample(row(1, 2, 3, 4), row(5, 6, 7, 8), row(0, 1, 0, 1));
    Sample small = new Sample(row(1, 2, 3), row(4, 5, 6), row(1, 1, 1));
    HostBatch batch = HostBatch.of(List.of(full, small), new Size3(1, 2, 4), false);

    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.input().shape()).isEqualTo(Shape.of(2, 2, 4, 1));
    assertThat(batch.input().values())
        .containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 2, 1, 2, 3, 2);
    assertThat(batch.target().values())
        .containsExactly(5, 6, 7, 8, 5, 6, 7, 8, 4, 5, 6, 5, 4, 5, 6, 5);
    assertThat(batch.weight().values())
        .containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void volumesHaveADepthAxis() {
    Pixels pixels = Pixels.zeros(new Size3(3, 2, 2), 2);
    HostBatch batch =
        HostBatch.of(List.of(new Sample(pixels, pixels, pixels)), new Size3(4, 2, 2), true);
    assertThat(batch.weight().shape()).isEqualTo(Shape.of(1, 4, 2, 2, 2));
  }
}
