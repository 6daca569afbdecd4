package org.limpid.denoise.similar;

import java.util.Arrays;

/**
 * A group of {@code K} similar patches of {@code n} samples, and the linear combinations of them
 * that are closest to their true values.
 *
 * <p>With the patches as rows of {@code Y} and noise of variance {@code v}, the weights are {@code
 * T = I - n v A^-1}, where {@code A = X X' + n v I} makes the expected error least if {@code X} is
 * the truth. They are brought to a sum of 1 for each patch by what is the solution under that
 * condition. Arrays are {@code [n][K]}, so that inner loops run over the patches.
 */
final class Group {

  /** How much noisier than the noisy patches those are that the first weights are made for. */
  private static final double NOISIER = 0.5 * 0.5;

  /** Least deviation of noise that is taken to be left. */
  private static final double LEAST = 0.02;

  private final Planes noisy;
  private final int side;
  private final int samples;
  private final float[][] shown;
  private final float[][] guides;
  private final float[][] measured;
  private final float[][] combined;
  private final float[][] gram;
  private final double[][] inverse;
  private final double[] sums;
  private final float[][] weights;
  private final float[] sureness;
  private float kept;
  private int members;

  /** Room for groups of at most so many members. */
  Group(Planes noisy, int side, int most) {
    this.noisy = noisy;
    this.side = side;
    this.samples = noisy.channels().length * side * side;
    this.shown = new float[samples][most];
    this.guides = new float[samples][most];
    this.measured = new float[samples][most];
    this.combined = new float[samples][most];
    this.gram = new float[most][most];
    this.inverse = new double[most][most];
    this.sums = new double[most];
    this.weights = new float[most][most];
    this.sureness = new float[most];
  }

  /**
   * Combines noisy patches without knowing anything: with the weights that would be best to
   * foretell them from even noisier ones.
   */
  void combine(int[] origins) {
    members = origins.length;
    gather(noisy, origins, shown);
    multiplyByItself(shown);
    invert(samples * NOISIER);
    weigh(samples * (1 + NOISIER));
    multiply();
    kept = 0;
  }

  /**
   * Combines patches in which some noise is left already, given an estimate of their truth.
   *
   * @param current patches with less noise than the noisy ones
   * @param estimate of what they show
   * @param left share of the noise that shall be left in {@link #mixed}
   */
  void combine(int[] origins, Planes current, Planes estimate, double left) {
    members = origins.length;
    gather(current, origins, shown);
    gather(estimate, origins, guides);
    gather(noisy, origins, measured);
    double deviation = Math.max(left, Math.max(LEAST, 1 - removed()));
    multiplyByItself(guides);
    double power = samples * deviation * deviation;
    invert(power);
    weigh(power);
    multiply();
    kept = (float) (left / deviation);
  }

  /** Deviation of what was taken away from the noisy patches. */
  private double removed() {
    int count = samples * members;
    double sum = 0;
    double squares = 0;
    for (int element = 0; element < samples; element++) {
      for (int i = 0; i < members; i++) {
        double gone = measured[element][i] - shown[element][i];
        sum += gone;
        squares += gone * gone;
      }
    }
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  /** A combined sample. */
  float value(int element, int member) {
    return combined[element][member];
  }

  /** The same, with as much of what was there as leaves the share of noise that was asked for. */
  float mixed(int element, int member) {
    float value = combined[element][member];
    return value + kept * (shown[element][member] - value);
  }

  /** How sure a combined patch is: one over the noise that is left in it. */
  float weight(int member) {
    return sureness[member];
  }

  private void gather(Planes planes, int[] origins, float[][] to) {
    for (int c = 0; c < planes.channels().length; c++) {
      float[] from = planes.channels()[c];
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          float[] row = to[(c * side + y) * side + x];
          int offset = y * planes.width() + x;
          for (int i = 0; i < members; i++) {
            row[i] = from[origins[i] + offset];
          }
        }
      }
    }
  }

  /** The products of all pairs of patches, into the upper triangle. */
  private void multiplyByItself(float[][] patches) {
    int k = members;
    for (int i = 0; i < k; i++) {
      Arrays.fill(gram[i], 0, k, 0);
    }
    int element = 0;
    // Four samples at a time: a row of products is loaded and stored once for them.
    for (; element + 4 <= samples; element += 4) {
      float[] first = patches[element];
      float[] second = patches[element + 1];
      float[] third = patches[element + 2];
      float[] fourth = patches[element + 3];
      for (int i = 0; i < k; i++) {
        float a = first[i];
        float b = second[i];
        float c = third[i];
        float d = fourth[i];
        float[] products = gram[i];
        for (int j = i; j < k; j++) {
          products[j] += a * first[j] + b * second[j] + c * third[j] + d * fourth[j];
        }
      }
    }
    for (; element < samples; element++) {
      float[] row = patches[element];
      for (int i = 0; i < k; i++) {
        float[] products = gram[i];
        for (int j = i; j < k; j++) {
          products[j] += row[i] * row[j];
        }
      }
    }
  }

  /**
   * The inverse of the products with something added to the diagonal, in place, by Gauss and
   * Jordan's elimination without exchanges, which a positive definite matrix does not need.
   */
  private void invert(double added) {
    int k = members;
    for (int i = 0; i < k; i++) {
      for (int j = i; j < k; j++) {
        inverse[i][j] = gram[i][j];
        inverse[j][i] = gram[i][j];
      }
      inverse[i][i] += added;
    }
    for (int pivot = 0; pivot < k; pivot++) {
      double[] own = inverse[pivot];
      double scale = 1 / own[pivot];
      own[pivot] = 1;
      for (int j = 0; j < k; j++) {
        own[j] *= scale;
      }
      for (int i = 0; i < k; i++) {
        if (i != pivot) {
          double[] row = inverse[i];
          double factor = row[pivot];
          row[pivot] = 0;
          for (int j = 0; j < k; j++) {
            row[j] -= factor * own[j];
          }
        }
      }
    }
  }

  /** Weights of combinations, from the inverse. */
  private void weigh(double power) {
    int k = members;
    double total = 0;
    for (int i = 0; i < k; i++) {
      sums[i] = 0;
      for (int j = 0; j < k; j++) {
        sums[i] += inverse[i][j];
      }
      total += sums[i];
    }
    for (int i = 0; i < k; i++) {
      double share = sums[i] / total;
      float squares = 0;
      for (int j = 0; j < k; j++) {
        double one = i == j ? 1 : 0;
        float weight = (float) (one - power * (inverse[i][j] - share * sums[j]));
        weights[i][j] = weight;
        squares += weight * weight;
      }
      sureness[i] = 1 / Math.max(1f / k, Math.min(1, squares));
    }
  }

  private void multiply() {
    int k = members;
    for (int element = 0; element < samples; element++) {
      float[] from = shown[element];
      float[] to = combined[element];
      Arrays.fill(to, 0, k, 0);
      int j = 0;
      for (; j + 4 <= k; j += 4) {
        float a = from[j];
        float b = from[j + 1];
        float c = from[j + 2];
        float d = from[j + 3];
        // The weights are symmetric, so a row of them serves as a column.
        float[] first = weights[j];
        float[] second = weights[j + 1];
        float[] third = weights[j + 2];
        float[] fourth = weights[j + 3];
        for (int i = 0; i < k; i++) {
          to[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
        }
      }
      for (; j < k; j++) {
        float a = from[j];
        float[] first = weights[j];
        for (int i = 0; i < k; i++) {
          to[i] += a * first[i];
        }
      }
    }
  }
}
