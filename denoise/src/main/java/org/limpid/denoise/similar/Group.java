package org.limpid.denoise.similar;

import java.util.Arrays;

/**
 * A group of {@code K} similar patches of {@code n} samples, and the linear combinations of them
 * that are closest to their true values.
 *
 * <p>With the patches as rows of {@code Y} and noise of deviation 1, the weights are {@code T = I -
 * n A^-1}. Where the truth {@code X} is known, {@code A = X X' + n I} makes the expected error
 * least; where it is not, {@code A = Y Y'} makes Stein's unbiased estimate of it least. Arrays are
 * {@code [n, K]}, so that inner loops run over the patches.
 */
final class Group {

  private final Planes noisy;
  private final Planes guide;
  private final int side;
  private final boolean guided;
  private final int samples;
  private final float[] patches;
  private final float[] truths;
  private final float[] combined;
  private final float[] gram;
  private final double[] inverse;
  private final float[] weights;
  private final float[] sureness;
  private int members;

  /** Room for groups of at most so many members. */
  Group(Planes noisy, Planes guide, int side, int most, boolean guided) {
    this.noisy = noisy;
    this.guide = guide;
    this.side = side;
    this.guided = guided;
    this.samples = noisy.channels().length * side * side;
    this.patches = new float[samples * most];
    this.truths = guided ? new float[samples * most] : patches;
    this.combined = new float[samples * most];
    this.gram = new float[most * most];
    this.inverse = new double[most * most];
    this.weights = new float[most * most];
    this.sureness = new float[most];
  }

  /** Combines the patches of these origins. */
  void combine(int[] origins) {
    members = origins.length;
    gather(guide, origins, truths);
    if (guided) {
      gather(noisy, origins, patches);
    }
    multiplyByItself();
    invert();
    for (int i = 0; i < members; i++) {
      float squares = 0;
      for (int j = 0; j < members; j++) {
        float weight = (float) ((i == j ? 1 : 0) - samples * inverse[i * members + j]);
        weights[i * members + j] = weight;
        squares += weight * weight;
      }
      sureness[i] = 1 / Math.max(1f / members, Math.min(1, squares));
    }
    multiply();
  }

  /** A combined sample. */
  float value(int element, int member) {
    return combined[element * members + member];
  }

  /** How sure a combined patch is: one over the noise that is left in it. */
  float weight(int member) {
    return sureness[member];
  }

  private void gather(Planes planes, int[] origins, float[] to) {
    for (int c = 0; c < planes.channels().length; c++) {
      float[] from = planes.channels()[c];
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          int row = ((c * side + y) * side + x) * members;
          int offset = y * planes.width() + x;
          for (int i = 0; i < members; i++) {
            to[row + i] = from[origins[i] + offset];
          }
        }
      }
    }
  }

  /** The products of all pairs of patches, into the upper triangle. */
  private void multiplyByItself() {
    int k = members;
    Arrays.fill(gram, 0, k * k, 0);
    int element = 0;
    // Four samples at a time: a row of products is loaded and stored once for them.
    for (; element + 4 <= samples; element += 4) {
      int row = element * k;
      for (int i = 0; i < k; i++) {
        float a = truths[row + i];
        float b = truths[row + k + i];
        float c = truths[row + 2 * k + i];
        float d = truths[row + 3 * k + i];
        for (int j = i; j < k; j++) {
          gram[i * k + j] +=
              a * truths[row + j]
                  + b * truths[row + k + j]
                  + c * truths[row + 2 * k + j]
                  + d * truths[row + 3 * k + j];
        }
      }
    }
    for (; element < samples; element++) {
      int row = element * k;
      for (int i = 0; i < k; i++) {
        float a = truths[row + i];
        for (int j = i; j < k; j++) {
          gram[i * k + j] += a * truths[row + j];
        }
      }
    }
  }

  /**
   * The inverse in place, by Gauss and Jordan's elimination without exchanges, which a positive
   * definite matrix does not need.
   */
  private void invert() {
    int k = members;
    double power = 0;
    for (int i = 0; i < k; i++) {
      power += gram[i * k + i] / (double) k;
    }
    // What patches hold is at least their noise, also where it was cut off: else weights explode.
    double added = guided ? samples : Math.max(1e-4 * samples, samples - power);
    for (int i = 0; i < k; i++) {
      for (int j = i; j < k; j++) {
        inverse[i * k + j] = gram[i * k + j];
        inverse[j * k + i] = gram[i * k + j];
      }
      inverse[i * k + i] += added;
    }
    for (int pivot = 0; pivot < k; pivot++) {
      double scale = 1 / inverse[pivot * k + pivot];
      inverse[pivot * k + pivot] = 1;
      for (int j = 0; j < k; j++) {
        inverse[pivot * k + j] *= scale;
      }
      for (int i = 0; i < k; i++) {
        if (i != pivot) {
          double factor = inverse[i * k + pivot];
          inverse[i * k + pivot] = 0;
          for (int j = 0; j < k; j++) {
            inverse[i * k + j] -= factor * inverse[pivot * k + j];
          }
        }
      }
    }
  }

  private void multiply() {
    int k = members;
    Arrays.fill(combined, 0, samples * k, 0);
    for (int element = 0; element < samples; element++) {
      int row = element * k;
      int j = 0;
      for (; j + 4 <= k; j += 4) {
        float a = patches[row + j];
        float b = patches[row + j + 1];
        float c = patches[row + j + 2];
        float d = patches[row + j + 3];
        // The weights are symmetric, so a row of them serves as a column.
        for (int i = 0; i < k; i++) {
          combined[row + i] +=
              a * weights[j * k + i]
                  + b * weights[(j + 1) * k + i]
                  + c * weights[(j + 2) * k + i]
                  + d * weights[(j + 3) * k + i];
        }
      }
      for (; j < k; j++) {
        for (int i = 0; i < k; i++) {
          combined[row + i] += patches[row + j] * weights[j * k + i];
        }
      }
    }
  }
}
