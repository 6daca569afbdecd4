package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;
import org.limpid.backend.WindowGeometry;

/** Vectors pool to the same bits as plain loops, zeros' signs and equal maxima included. */
class VectorPoolingTest {

  private static final Size3 SQUARE = new Size3(1, 2, 2);

  @Test
  void bitsAreThoseOfPlainLoops() {
    assumeTrue(
        VectorSupport.unavailableReason().isEmpty(),
        () -> "not run: " + VectorSupport.unavailableReason().orElseThrow());
    for (Grid input :
        new Grid[] {
          new Grid(2, 1, 6, 10, 32),
          new Grid(1, 3, 5, 7, 64),
          new Grid(1, 1, 2, 2, 48),
          new Grid(1, 1, 9, 4, 5)
        }) {
      WindowGeometry g = WindowGeometry.valid(input, input.channels(), SQUARE, SQUARE);
      WindowMap map = WindowMap.of("pooling", g);
      try (WorkerPool workers = new WorkerPool(2)) {
        BufferPool memory = new BufferPool();
        float[][] expected = results(map, new Pooling(workers, memory, Pixels::copy));
        float[][] actual = results(map, VectorSupport.fastestPooling(workers, memory));
        assertThat(bits(actual)).isDeepEqualTo(bits(expected));
      }
    }
  }

  private static float[][] results(WindowMap map, Pooling pooling) {
    int in = (int) map.g().input().elements();
    int out = (int) map.g().output().elements();
    Random random = new Random(5);
    CpuStorage x = draw(random, in);
    CpuStorage y = draw(random, out);
    CpuStorage gradY = draw(random, out);
    CpuStorage gradX = draw(random, in);
    CpuStorage sum = draw(random, in);
    CpuStorage total = draw(random, out);
    CpuStorage mean = draw(random, out);
    pooling.maximum(map, x, y);
    pooling.maximumBackward(map, x, y, gradY, gradX, false);
    pooling.maximumBackward(map, x, y, gradY, sum, true);
    pooling.sum(map, false, x, total);
    pooling.sum(map, true, x, mean);
    return new float[][] {y.array, gradX.array, sum.array, total.array, mean.array};
  }

  /** Few different numbers, both zeros among them. */
  private static CpuStorage draw(Random random, int elements) {
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = 0.3f * (random.nextInt(5) - 2) * (random.nextBoolean() ? 1 : -1);
    }
    return CpuStorage.block(values, elements);
  }

  private static int[][] bits(float[][] arrays) {
    int[][] bits = new int[arrays.length][];
    for (int i = 0; i < arrays.length; i++) {
      bits[i] = new int[arrays[i].length];
      for (int j = 0; j < arrays[i].length; j++) {
        bits[i][j] = Float.floatToRawIntBits(arrays[i][j]);
      }
    }
    return bits;
  }
}
