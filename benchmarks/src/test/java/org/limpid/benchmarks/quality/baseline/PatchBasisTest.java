package org.limpid.benchmarks.quality.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchBasisTest {

  private static final List<PatchBasis> BOTH = List.of(PatchBasis.cosine(), PatchBasis.wavelet());

  @Test
  void changesAndChangesBack() {
    for (PatchBasis basis : BOTH) {
      float[] square = new float[64];
      for (int i = 0; i < 64; i++) {
        square[i] = i * i % 37;
      }
      float[] changed = square.clone();
      basis.change(changed);
      assertThat(changed).isNotEqualTo(square);
      basis.changeBack(changed);
      assertThat(changed).containsExactly(square, within(1e-3f));
    }
  }

  @Test
  void flatSquaresHaveOneCoefficient() {
    for (PatchBasis basis : BOTH) {
      float[] square = new float[64];
      Arrays.fill(square, 3);
      basis.change(square);
      assertThat(Math.abs(square[0])).isEqualTo(24, within(1e-4f));
      square[0] = 0;
      assertThat(square).containsOnly(new float[64], within(1e-4f));
    }
  }

  /** So that a threshold means the same for each coefficient. */
  @Test
  void rowsHaveLengthOne() {
    for (PatchBasis basis : BOTH) {
      for (float[] row : basis.forward()) {
        double squares = 0;
        for (float value : row) {
          squares += value * value;
        }
        assertThat(squares).isEqualTo(1, within(1e-6));
      }
    }
  }
}
