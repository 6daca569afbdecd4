package org.limpid.denoise.similar;

import java.util.Arrays;

/**
 * A group of {@code K} similar patches of {@code n} samples, and the linear combinations of them
 * that are closest to their true values.
 *
 * <p>With the patches as rows of {@code Y} and noise of variance {@code v}, the weights are {@code
 * T = I - n v A^-1}, where {@code A = X X' + n v I} makes the expected error least if {@code X} is
 * the truth. They are brought to a sum of 1 for each patch by what is the solution under that
 * condition. Rows of matrices are arrays of their own, as C2 makes vectors of loops only where all
 * arrays are read at the same index.
 */
final class Group {

  /** How much noisier than the noisy patches those are that the first weights are made for. */
  private static final double NOISIER = 0.5 * 0.5;

  /** Least deviation of noise that is taken to be left. */
  private static final double LEAST = 0.02;

  private final float[] noisy;
  private final int width;
  private final int side;
  private final int samples;
  // [K][n]
  private final float[][] shown;
  private final float[][] measured;
  private final float[][] combined;
  private final float[][] mixed;
  // [n][K]
  private final float[][] guides;
  // [K][K]
  private final float[][] gram;
  private final double[][] inverse;
  private final float[][] weights;
  private final double[] sums;
  private final float[] sureness;
  private int members;

  /**
   * Room for groups of at most so many members.
   *
   * @param noisy a plane, {@code [H, W]}
   */
  Group(float[] noisy, int width, int side, int most) {
    this.noisy = noisy;
    this.width = width;
    this.side = side;
    this.samples = side * side;
    this.shown = new float[most][samples];
    this.measured = new float[most][samples];
    this.combined = new float[most][samples];
    this.mixed = new float[most][samples];
    this.guides = new float[samples][most];
    this.gram = new float[most][most];
    this.inverse = new double[most][most];
    this.weights = new float[most][most];
    this.sums = new double[most];
    this.sureness = new float[most];
  }

  /**
   * Combines noisy patches without knowing anything: with the weights that would be best to
   * foretell them from even noisier ones.
   */
  void combine(int[] origins) {
    members = origins.length;
    gather(noisy, origins, shown);
    gatherSamples(noisy, origins);
    multiplyByItself();
    invert(samples * NOISIER);
    weigh(samples * (1 + NOISIER));
    multiply(0);
  }

  /**
   * Combines patches in which some noise is left already, given an estimate of their truth.
   *
   * @param current a plane with less noise than the noisy one
   * @param estimate of what it shows
   * @param left share of the noise that shall be left in {@link #mixed}
   */
  void combine(int[] origins, float[] current, float[] estimate, double left) {
    members = origins.length;
    gather(current, origins, shown);
    gather(noisy, origins, measured);
    gatherSamples(estimate, origins);
    double deviation = Math.max(left, Math.max(LEAST, 1 - removed()));
    multiplyByItself();
    double power = samples * deviation * deviation;
    invert(power);
    weigh(power);
    multiply((float) (left / deviation));
  }

  /** Deviation of what was taken away from the noisy patches. */
  private double removed() {
    double sum = 0;
    double squares = 0;
    for (int member = 0; member < members; member++) {
      float[] before = measured[member];
      float[] now = shown[member];
      for (int i = 0; i < samples; i++) {
        double gone = before[i] - now[i];
        sum += gone;
        squares += gone * gone;
      }
    }
    int count = samples * members;
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  /** A combined patch, row by row. */
  float[] combined(int member) {
    return combined[member];
  }

  /** The same, with as much of what was there as leaves the share of noise that was asked for. */
  float[] mixed(int member) {
    return mixed[member];
  }

  /** How sure a combined patch is: one over the noise that is left in it. */
  float weight(int member) {
    return sureness[member];
  }

  private void gather(float[] plane, int[] origins, float[][] patches) {
    for (int i = 0; i < members; i++) {
      float[] patch = patches[i];
      for (int y = 0; y < side; y++) {
        int from = origins[i] + y * width;
        for (int x = 0; x < side; x++) {
          patch[y * side + x] = plane[from + x];
        }
      }
    }
  }

  /** The same, turned over: sample by sample. */
  private void gatherSamples(float[] plane, int[] origins) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        float[] row = guides[y * side + x];
        int offset = y * width + x;
        for (int i = 0; i < members; i++) {
          row[i] = plane[origins[i] + offset];
        }
      }
    }
  }

  /** The products of all pairs of patches, into the upper triangle. */
  private void multiplyByItself() {
    int k = members;
    for (int i = 0; i < k; i++) {
      Arrays.fill(gram[i], 0, k, 0);
    }
    int element = 0;
    // Four samples at a time: a row of products is loaded and stored once for them.
    for (; element + 4 <= samples; element += 4) {
      float[] first = guides[element];
      float[] second = guides[element + 1];
      float[] third = guides[element + 2];
      float[] fourth = guides[element + 3];
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
      float[] row = guides[element];
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
    int pivot = 0;
    // Four pivots at a time: other rows are loaded and stored once for them.
    for (; pivot + 4 <= k; pivot += 4) {
      eliminate(pivot, pivot + 4);
      double[] first = inverse[pivot];
      double[] second = inverse[pivot + 1];
      double[] third = inverse[pivot + 2];
      double[] fourth = inverse[pivot + 3];
      for (int i = 0; i < k; i++) {
        if (i < pivot || i >= pivot + 4) {
          double[] row = inverse[i];
          double a = row[pivot];
          double b = row[pivot + 1];
          double c = row[pivot + 2];
          double d = row[pivot + 3];
          Arrays.fill(row, pivot, pivot + 4, 0);
          for (int j = 0; j < k; j++) {
            row[j] -= a * first[j] + b * second[j] + c * third[j] + d * fourth[j];
          }
        }
      }
    }
    for (; pivot < k; pivot++) {
      eliminate(pivot, pivot + 1);
      for (int i = 0; i < k; i++) {
        if (i != pivot) {
          subtract(pivot, i);
        }
      }
    }
  }

  /** Eliminates rows from each other, as pivots. */
  private void eliminate(int from, int to) {
    for (int pivot = from; pivot < to; pivot++) {
      double[] own = inverse[pivot];
      double scale = 1 / own[pivot];
      own[pivot] = 1;
      for (int j = 0; j < members; j++) {
        own[j] *= scale;
      }
      for (int i = from; i < to; i++) {
        if (i != pivot) {
          subtract(pivot, i);
        }
      }
    }
  }

  private void subtract(int pivot, int i) {
    double[] own = inverse[pivot];
    double[] row = inverse[i];
    double factor = row[pivot];
    row[pivot] = 0;
    for (int j = 0; j < members; j++) {
      row[j] -= factor * own[j];
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

  /**
   * Combines what is shown.
   *
   * @param kept how much of it is kept in what is mixed
   */
  private void multiply(float kept) {
    for (int member = 0; member < members; member++) {
      float[] own = weights[member];
      float[] to = combined[member];
      Arrays.fill(to, 0);
      int j = 0;
      for (; j + 4 <= members; j += 4) {
        float a = own[j];
        float b = own[j + 1];
        float c = own[j + 2];
        float d = own[j + 3];
        float[] first = shown[j];
        float[] second = shown[j + 1];
        float[] third = shown[j + 2];
        float[] fourth = shown[j + 3];
        for (int i = 0; i < samples; i++) {
          to[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
        }
      }
      for (; j < members; j++) {
        float a = own[j];
        float[] first = shown[j];
        for (int i = 0; i < samples; i++) {
          to[i] += a * first[i];
        }
      }
      float[] before = shown[member];
      float[] both = mixed[member];
      for (int i = 0; i < samples; i++) {
        both[i] = to[i] + kept * (before[i] - to[i]);
      }
    }
  }
}
