package org.limpid.backend;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a device computes what it should: a small convolution and what trains its weights, on
 * numbers that give the same in every precision and order of sums. Takes milliseconds, besides
 * loading the kernels.
 */
public final class SelfCheck {

  private static final int EXTENT = 6;

  /** Of input and output: tensor cores take channels in fours, and up to four need no tiles. */
  private static final int CHANNELS = 8;

  private static final int WINDOW = 3;
  private static final int WEIGHTS = WINDOW * WINDOW * CHANNELS * CHANNELS;

  private SelfCheck() {}

  /** What is wrong with a device's answers, in a few words; empty if nothing is. */
  public static Optional<String> failure(Backend backend) {
    WindowGeometry g =
        WindowGeometry.same(
            new Grid(1, 1, EXTENT, EXTENT, CHANNELS),
            CHANNELS,
            new Size3(1, WINDOW, WINDOW),
            Size3.ONE);
    int elements = EXTENT * EXTENT * CHANNELS;
    float[] x = numbers(elements, 5);
    float[] weight = numbers(WEIGHTS, 7);
    float[] y = new float[elements];
    float[] gradient = new float[WEIGHTS];
    Storage[] blocks = {
      backend.allocate(elements),
      backend.allocate(WEIGHTS),
      backend.allocate(elements),
      backend.allocate(WEIGHTS)
    };
    try {
      backend.upload(x, blocks[0]);
      backend.upload(weight, blocks[1]);
      backend.convolution().forward(g, blocks[0], blocks[1], null, Activation.IDENTITY, blocks[2]);
      // The gradient for the output is taken to be the input.
      backend.convolution().backwardWeight(g, blocks[0], blocks[0], blocks[3], null);
      backend.download(blocks[2], y);
      backend.download(blocks[3], gradient);
    } finally {
      for (Storage block : blocks) {
        backend.release(block);
      }
    }
    float[] expected = new float[elements];
    float[] expectedGradient = new float[WEIGHTS];
    compute(x, weight, expected, expectedGradient);
    return difference("a convolution", expected, y)
        .or(() -> difference("a gradient", expectedGradient, gradient));
  }

  /** Small whole numbers of either sign: their products and sums are exact. */
  private static float[] numbers(int count, int period) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i * 3 % period - period / 2;
    }
    return numbers;
  }

  private static void compute(float[] x, float[] weight, float[] y, float[] gradient) {
    for (int row = 0; row < EXTENT; row++) {
      for (int column = 0; column < EXTENT; column++) {
        for (int tap = 0; tap < WINDOW * WINDOW; tap++) {
          int r = row + tap / WINDOW - 1;
          int c = column + tap % WINDOW - 1;
          if (r >= 0 && c >= 0 && r < EXTENT && c < EXTENT) {
            for (int i = 0; i < CHANNELS * CHANNELS; i++) {
              float seen = x[(r * EXTENT + c) * CHANNELS + i / CHANNELS];
              int output = (row * EXTENT + column) * CHANNELS + i % CHANNELS;
              y[output] += seen * weight[tap * CHANNELS * CHANNELS + i];
              gradient[tap * CHANNELS * CHANNELS + i] += seen * x[output];
            }
          }
        }
      }
    }
  }

  private static Optional<String> difference(String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (actual[i] != expected[i]) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "it computes %s wrongly (%s, expected: %s)",
                what,
                actual[i],
                expected[i]));
      }
    }
    return Optional.empty();
  }
}
