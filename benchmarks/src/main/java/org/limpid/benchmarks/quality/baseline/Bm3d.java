package org.limpid.benchmarks.quality.baseline;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.limpid.denoise.Image;
import org.limpid.denoise.similar.Stabilizer;

/**
 * BM3D: squares that look alike are stacked, transformed together and shrunk, first by a threshold,
 * then, guided by that result, by Wiener's weights (K. Dabov, A. Foi, V. Katkovnik and K.
 * Egiazarian, Image denoising by sparse 3-D transform-domain collaborative filtering, 2007; colours
 * as in CBM3D by the same authors, matched in the luminance alone).
 *
 * <p>Settings are those published for deviation 25 at every level of noise: squares of 8 x 8 pixels
 * every third pixel, at most 16, then 32 alike in a window of 39 x 39.
 */
final class Bm3d implements Baseline {

  private static final int SIDE = PatchBasis.SIDE;
  private static final int AREA = SIDE * SIDE;
  private static final int STEP = 3;
  private static final int WINDOW = 19;

  /** Rows of squares that are worked on together. */
  private static final int BAND = 8;

  private static final float[] KAISER = kaiser(2);

  @Override
  public String name() {
    return "bm3d";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is less than 8 pixels high or wide
   */
  @Override
  public Answer denoise(Image noisy, OptionalDouble sigma, Workers workers) {
    if (noisy.height() < SIDE || noisy.width() < SIDE) {
      throw new IllegalArgumentException(
          "bm3d: image is "
              + noisy
              + " (expected: 8 pixels and more a side). Take another method.");
    }
    Stabilizer noise = PatchesBaseline.noise(noisy, sigma);
    Raster even = colors(Raster.of(noise.forward(noisy)), false);
    Raster basic = pass(even, even, new Threshold(), workers);
    Raster result = pass(even, basic, new Wiener(), workers);
    return new Answer(noise.back(colors(result, true).like(noisy)), noise.words());
  }

  /** What is done to stacks. */
  private interface Shrinkage {
    int most();

    /** Largest mean squared difference, in variances of the noise. */
    float unlike();

    PatchBasis basis();

    /**
     * Shrinks coefficients in place and gives the weight that the stack deserves.
     *
     * @param guide coefficients of the same stack in the guide
     */
    float shrink(float[][] noisy, float[][] guide);
  }

  private static final class Threshold implements Shrinkage {
    private final PatchBasis basis = PatchBasis.wavelet();

    @Override
    public int most() {
      return 16;
    }

    @Override
    public float unlike() {
      return 2500 / 625f;
    }

    @Override
    public PatchBasis basis() {
      return basis;
    }

    @Override
    public float shrink(float[][] noisy, float[][] guide) {
      int kept = 0;
      for (float[] square : noisy) {
        for (int i = 0; i < AREA; i++) {
          if (Math.abs(square[i]) < 2.7f) {
            square[i] = 0;
          } else {
            kept++;
          }
        }
      }
      return 1f / Math.max(1, kept);
    }
  }

  private static final class Wiener implements Shrinkage {
    private final PatchBasis basis = PatchBasis.cosine();

    @Override
    public int most() {
      return 32;
    }

    @Override
    public float unlike() {
      return 400 / 625f;
    }

    @Override
    public PatchBasis basis() {
      return basis;
    }

    @Override
    public float shrink(float[][] noisy, float[][] guide) {
      float squares = 0;
      for (int k = 0; k < noisy.length; k++) {
        for (int i = 0; i < AREA; i++) {
          float power = guide[k][i] * guide[k][i];
          float weight = power / (power + 1);
          noisy[k][i] *= weight;
          squares += weight * weight;
        }
      }
      return 1 / Math.max(squares, 1e-6f);
    }
  }

  /** Looks for likeness in the guide, and shrinks the noisy squares. */
  private static Raster pass(Raster noisy, Raster guide, Shrinkage shrinkage, Workers workers) {
    int[] tops = starts(noisy.height());
    Band[] bands = new Band[(tops.length + BAND - 1) / BAND];
    workers.each(
        bands.length,
        b -> {
          int[] own = Arrays.copyOfRange(tops, b * BAND, Math.min(tops.length, (b + 1) * BAND));
          bands[b] = new Band(noisy, guide, own, shrinkage);
          bands[b].fill();
        });
    Raster sum = noisy.blank();
    Raster weight = noisy.blank();
    for (Band band : bands) {
      band.addTo(sum, weight);
    }
    for (int c = 0; c < sum.channels().length; c++) {
      for (int i = 0; i < sum.channels()[c].length; i++) {
        sum.channels()[c][i] /= weight.channels()[c][i];
      }
    }
    return sum;
  }

  /** Where squares begin, the last at the border. */
  private static int[] starts(int extent) {
    int last = extent - SIDE;
    int count = (last + STEP - 1) / STEP + 1;
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = Math.min(i * STEP, last);
    }
    return starts;
  }

  /** Some rows of squares; what they give lies in the rows around them, too. */
  private static final class Band {
    private final Raster noisy;
    private final Raster guide;
    private final int[] tops;
    private final Shrinkage shrinkage;
    private final int from;
    private final Raster sum;
    private final Raster weight;
    private final float[] distances;
    private final int[] places;

    Band(Raster noisy, Raster guide, int[] tops, Shrinkage shrinkage) {
      this.noisy = noisy;
      this.guide = guide;
      this.tops = tops;
      this.shrinkage = shrinkage;
      this.from = Math.max(0, tops[0] - WINDOW);
      int to = Math.min(noisy.height(), tops[tops.length - 1] + WINDOW + SIDE);
      int size = (to - from) * noisy.width();
      this.sum = new Raster(to - from, noisy.width(), new float[noisy.channels().length][size]);
      this.weight = sum.blank();
      this.distances = new float[shrinkage.most()];
      this.places = new int[shrinkage.most()];
    }

    void fill() {
      for (int top : tops) {
        for (int left : starts(noisy.width())) {
          int count = Integer.highestOneBit(match(top, left));
          for (int c = 0; c < noisy.channels().length; c++) {
            float[][] stack = stack(noisy.channels()[c], count);
            float trust =
                shrinkage.shrink(stack, noisy == guide ? stack : stack(guide.channels()[c], count));
            haarBack(stack);
            for (int k = 0; k < count; k++) {
              shrinkage.basis().changeBack(stack[k]);
              put(stack[k], trust, c, places[k]);
            }
          }
        }
      }
    }

    /** Finds the squares that are most alike, the nearest first, and says how many. */
    private int match(int top, int left) {
      float[] values = guide.channels()[0];
      int width = guide.width();
      int own = top * width + left;
      places[0] = own;
      distances[0] = -1;
      int count = 1;
      for (int y = Math.max(0, top - WINDOW);
          y <= Math.min(guide.height() - SIDE, top + WINDOW);
          y++) {
        for (int x = Math.max(0, left - WINDOW); x <= Math.min(width - SIDE, left + WINDOW); x++) {
          int place = y * width + x;
          float most = count == places.length ? distances[count - 1] : shrinkage.unlike() * AREA;
          float distance = place == own ? most : distance(values, width, own, place, most);
          if (distance < most) {
            int at = count < places.length ? count++ : count - 1;
            for (; distances[at - 1] > distance; at--) {
              distances[at] = distances[at - 1];
              places[at] = places[at - 1];
            }
            distances[at] = distance;
            places[at] = place;
          }
        }
      }
      return count;
    }

    /** Exact where it is below {@code most}. */
    private static float distance(float[] values, int width, int one, int other, float most) {
      float sum = 0;
      for (int y = 0; y < SIDE && sum < most; y++) {
        for (int x = 0; x < SIDE; x++) {
          float d = values[one + y * width + x] - values[other + y * width + x];
          sum += d * d;
        }
      }
      return sum;
    }

    private float[][] stack(float[] values, int count) {
      float[][] stack = new float[count][AREA];
      for (int k = 0; k < count; k++) {
        for (int y = 0; y < SIDE; y++) {
          System.arraycopy(values, places[k] + y * noisy.width(), stack[k], y * SIDE, SIDE);
        }
        shrinkage.basis().change(stack[k]);
      }
      haar(stack);
      return stack;
    }

    private void put(float[] square, float trust, int channel, int place) {
      int start = place - from * noisy.width();
      for (int i = 0; i < AREA; i++) {
        int at = start + i / SIDE * noisy.width() + i % SIDE;
        float share = trust * KAISER[i];
        sum.channels()[channel][at] += share * square[i];
        weight.channels()[channel][at] += share;
      }
    }

    void addTo(Raster sums, Raster weights) {
      int offset = from * noisy.width();
      for (int c = 0; c < sums.channels().length; c++) {
        for (int i = 0; i < sum.channels()[c].length; i++) {
          sums.channels()[c][offset + i] += sum.channels()[c][i];
          weights.channels()[c][offset + i] += weight.channels()[c][i];
        }
      }
    }
  }

  /** Haar's wavelet from square to square; their number is a power of two. */
  private static void haar(float[][] stack) {
    float[][] next = stack.clone();
    for (int length = stack.length; length > 1; length /= 2) {
      for (int k = 0; k < length / 2; k++) {
        turn(stack[2 * k], stack[2 * k + 1]);
        next[k] = stack[2 * k];
        next[length / 2 + k] = stack[2 * k + 1];
      }
      System.arraycopy(next, 0, stack, 0, length);
    }
  }

  private static void haarBack(float[][] stack) {
    float[][] next = stack.clone();
    for (int length = 2; length <= stack.length; length *= 2) {
      for (int k = 0; k < length / 2; k++) {
        turn(stack[k], stack[length / 2 + k]);
        next[2 * k] = stack[k];
        next[2 * k + 1] = stack[length / 2 + k];
      }
      System.arraycopy(next, 0, stack, 0, length);
    }
  }

  /** Sum and difference: its own inverse. */
  private static void turn(float[] a, float[] b) {
    float root = (float) Math.sqrt(0.5);
    for (int i = 0; i < AREA; i++) {
      float sum = (a[i] + b[i]) * root;
      b[i] = (a[i] - b[i]) * root;
      a[i] = sum;
    }
  }

  /** Luminance and two opponents, or back, by an orthonormal matrix; other images as they are. */
  private static Raster colors(Raster raster, boolean isBack) {
    if (raster.channels().length != 3) {
      return raster;
    }
    double[][] rows = {{1, 1, 1}, {1, 0, -1}, {1, -2, 1}};
    Raster result = raster.blank();
    for (int k = 0; k < 3; k++) {
      double norm = Math.sqrt(Arrays.stream(rows[k]).map(v -> v * v).sum());
      for (int c = 0; c < 3; c++) {
        float factor = (float) (rows[k][c] / norm);
        float[] to = result.channels()[isBack ? c : k];
        float[] values = raster.channels()[isBack ? k : c];
        for (int i = 0; i < to.length; i++) {
          to[i] += factor * values[i];
        }
      }
    }
    return result;
  }

  /** Kaiser's window on a square. */
  private static float[] kaiser(double beta) {
    float[] window = new float[AREA];
    for (int i = 0; i < AREA; i++) {
      window[i] = (float) (kaiser(beta, i / SIDE) * kaiser(beta, i % SIDE));
    }
    return window;
  }

  private static double kaiser(double beta, int index) {
    double place = 2.0 * index / (SIDE - 1) - 1;
    return bessel(beta * Math.sqrt(1 - place * place)) / bessel(beta);
  }

  /** The modified Bessel function of the first kind, order 0, by its series. */
  private static double bessel(double x) {
    double sum = 0;
    double term = 1;
    for (int k = 1; k < 30; k++) {
      sum += term;
      term *= x * x / (4.0 * k * k);
    }
    return sum;
  }
}
