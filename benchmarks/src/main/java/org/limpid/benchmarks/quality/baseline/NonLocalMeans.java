package org.limpid.benchmarks.quality.baseline;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.limpid.denoise.Image;
import org.limpid.denoise.similar.Stabilizer;

/**
 * Non-local means: each pixel becomes the mean of those around which the image looks alike (A.
 * Buades, B. Coll and J.-M. Morel, A non-local algorithm for image denoising, 2005).
 *
 * <p>Patches of 7 x 7 pixels are compared in a window of 21 x 21. A pixel's weight is {@code
 * exp(-max(d - 2, 0) / h²)}, {@code d} being the mean squared difference of the patches where the
 * noise has deviation 1, and {@code h} is chosen by {@link HiddenPixels}.
 */
final class NonLocalMeans implements Baseline {

  private static final int PATCH = 3;
  private static final int WINDOW = 10;
  private static final double[] STRENGTHS = {0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.3};

  /** Strengths are compared in the middle of the image, since each takes four runs. */
  private static final int SIDE = 192;

  @Override
  public String name() {
    return "nlm";
  }

  @Override
  public Answer denoise(Image noisy, OptionalDouble sigma, Workers workers) {
    Stabilizer noise = PatchesBaseline.noise(noisy, sigma);
    Raster even = Raster.of(noise.forward(noisy));
    double strength =
        CalibratedFilter.best(
            even.middle(SIDE), STRENGTHS, h -> (raster, all) -> filter(raster, h, all), workers);
    Image result = noise.back(filter(even, strength, workers).like(noisy));
    return new Answer(result, String.format(Locale.ROOT, "%s, h %s", noise.words(), strength));
  }

  /** Filters a raster whose noise has deviation 1. */
  static Raster filter(Raster noisy, double strength, Workers workers) {
    Raster result = noisy.blank();
    int bands = (noisy.height() + Band.ROWS - 1) / Band.ROWS;
    workers.each(bands, band -> new Band(noisy, band * Band.ROWS, strength).into(result));
    return result;
  }

  /** Some rows, to which all offsets of the window are applied one after the other. */
  private static final class Band {

    static final int ROWS = 16;
    private static final int SIDE = 2 * PATCH + 1;

    private final Raster noisy;
    private final int top;
    private final int rows;
    private final int width;
    private final float scale;
    private final float[] weights;
    private final float[] largest;
    private final float[][] sums;
    private final float[] squares;
    private final float[] columns;

    Band(Raster noisy, int top, double strength) {
      this.noisy = noisy;
      this.top = top;
      this.rows = Math.min(ROWS, noisy.height() - top);
      this.width = noisy.width();
      this.scale = (float) (1 / (strength * strength));
      this.weights = new float[rows * width];
      this.largest = new float[rows * width];
      this.sums = new float[noisy.channels().length][rows * width];
      this.squares = new float[(rows + 2 * PATCH) * (width + 2 * PATCH)];
      this.columns = new float[width + 2 * PATCH];
    }

    void into(Raster result) {
      for (int dy = -WINDOW; dy <= WINDOW; dy++) {
        for (int dx = -WINDOW; dx <= WINDOW; dx++) {
          if (dy != 0 || dx != 0) {
            compare(dy, dx);
            add(dy, dx);
          }
        }
      }
      for (int c = 0; c < sums.length; c++) {
        for (int i = 0; i < weights.length; i++) {
          // A pixel is as like itself as the likest other is.
          float own = Math.max(largest[i], Float.MIN_NORMAL);
          float value = noisy.channels()[c][top * width + i];
          result.channels()[c][top * width + i] = (sums[c][i] + own * value) / (weights[i] + own);
        }
      }
    }

    /** Squared differences to the image moved by an offset, over all channels. */
    private void compare(int dy, int dx) {
      int across = width + 2 * PATCH;
      Arrays.fill(squares, 0);
      for (float[] channel : noisy.channels()) {
        for (int y = 0; y < rows + 2 * PATCH; y++) {
          int here = Raster.mirrored(top + y - PATCH, noisy.height()) * width;
          int there = Raster.mirrored(top + y - PATCH + dy, noisy.height()) * width;
          for (int x = 0; x < across; x++) {
            float a = channel[here + Raster.mirrored(x - PATCH, width)];
            float b = channel[there + Raster.mirrored(x - PATCH + dx, width)];
            squares[y * across + x] += (a - b) * (a - b);
          }
        }
      }
    }

    private void add(int dy, int dx) {
      int across = width + 2 * PATCH;
      float norm = 1f / (SIDE * SIDE * sums.length);
      for (int y = 0; y < rows; y++) {
        Arrays.fill(columns, 0);
        for (int k = 0; k < SIDE; k++) {
          for (int x = 0; x < across; x++) {
            columns[x] += squares[(y + k) * across + x];
          }
        }
        int there = Raster.mirrored(top + y + dy, noisy.height()) * width;
        for (int x = 0; x < width; x++) {
          float distance = 0;
          for (int k = 0; k < SIDE; k++) {
            distance += columns[x + k];
          }
          float excess = Math.max(0, distance * norm - 2) * scale;
          if (excess < 20) {
            float weight = (float) StrictMath.exp(-excess);
            int i = y * width + x;
            weights[i] += weight;
            largest[i] = Math.max(largest[i], weight);
            int from = there + Raster.mirrored(x + dx, width);
            for (int c = 0; c < sums.length; c++) {
              sums[c][i] += weight * noisy.channels()[c][from];
            }
          }
        }
      }
    }
  }
}
