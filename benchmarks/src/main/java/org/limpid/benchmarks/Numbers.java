package org.limpid.benchmarks;

import org.limpid.random.RandomKey;
import org.limpid.tensor.Shape;

/** Random arrays, their comparison, and the order of axes that the peers want. */
public final class Numbers {

  private Numbers() {}

  /** Values from -1 to 1, the same for the same seed. */
  public static float[] uniform(long count, long seed) {
    RandomKey key = new RandomKey(seed, 0, 0);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * key.uniform(i) - 1;
    }
    return values;
  }

  /**
   * One where a loss looks, zero elsewhere: 0.2 % of the pixels, as Noise2Void hides by default.
   */
  public static float[] sparseOnes(long count, long seed) {
    RandomKey key = new RandomKey(seed, 0, 0);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = key.uniform(i) < 0.002f ? 1 : 0;
    }
    return values;
  }

  /** {@code [N, ..., C]} as {@code [N, C, ...]}. */
  public static float[] channelsFirst(float[] values, Shape shape) {
    int images = shape.extent(0);
    int channels = shape.extent(-1);
    int pixels = values.length / (images * channels);
    float[] result = new float[values.length];
    for (int n = 0; n < images; n++) {
      transpose(values, n * pixels * channels, pixels, channels, result);
    }
    return result;
  }

  /** {@code [..., C, K]} as {@code [K, C, ...]}. */
  public static float[] outputsFirst(float[] weight, Shape shape) {
    int in = shape.extent(-2);
    int out = shape.extent(-1);
    int taps = weight.length / (in * out);
    float[] channelsFirst = new float[weight.length];
    transpose(weight, 0, taps, in * out, channelsFirst);
    // [C, K, taps], of which C and K change places.
    float[] result = new float[weight.length];
    for (int c = 0; c < in; c++) {
      for (int k = 0; k < out; k++) {
        System.arraycopy(channelsFirst, (c * out + k) * taps, result, (k * in + c) * taps, taps);
      }
    }
    return result;
  }

  private static void transpose(float[] from, int offset, int rows, int columns, float[] to) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        to[offset + column * rows + row] = from[offset + row * columns + column];
      }
    }
  }

  /** Largest difference of two arrays, as a share of the largest absolute value; NaN if any is. */
  public static double difference(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalStateException(
          "answers of " + expected.length + " and " + actual.length + " values");
    }
    double largest = 0;
    double scale = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs((double) expected[i] - actual[i]));
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    return scale == 0 ? largest : largest / scale;
  }
}
