package org.limpid.benchmarks.quality;

import java.util.Locale;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.ClutteredCells;
import org.limpid.random.RandomKey;

/**
 * Test images of {@link ClutteredCells} that no training has seen, and how close results are to the
 * truth.
 *
 * @param clean as many frames as there are images
 * @param noisy the same with clutter
 */
record Clutter(Image clean, Image noisy) {

  private static final int PURPOSE = 0x7465_7374; // no training draws from it
  private static final int SIDE = ClutteredCells.SIDE;

  /** Images of a kind. */
  static Clutter of(ClutteredCells kind, int images) {
    float[] clean = new float[images * SIDE * SIDE];
    float[] noisy = new float[images * SIDE * SIDE];
    for (int i = 0; i < images; i++) {
      RandomKey key = new RandomKey(1, PURPOSE, i);
      System.arraycopy(kind.clean(key).samples(), 0, clean, i * SIDE * SIDE, SIDE * SIDE);
      System.arraycopy(kind.noisy(key, 0).samples(), 0, noisy, i * SIDE * SIDE, SIDE * SIDE);
    }
    return new Clutter(
        Image.wrap(clean, images, 1, SIDE, SIDE, 1), Image.wrap(noisy, images, 1, SIDE, SIDE, 1));
  }

  /**
   * How close images are to the truth.
   *
   * @param absolute mean absolute error
   * @param psnr from the mean squared error over all images, with peak 1, in dB
   * @param bias mean error
   * @param centre mean error in the 16 x 16 pixels of the middle
   * @param corners mean error in the four corners of 8 x 8 pixels
   */
  record Score(double absolute, double psnr, double bias, double centre, double corners) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.4f | %.2f dB | %+.4f | %+.4f | %+.4f",
          absolute,
          psnr,
          bias,
          centre,
          corners);
    }
  }

  Score before() {
    return score(noisy);
  }

  Score after(Denoiser denoiser) {
    return score(denoiser.denoise(noisy));
  }

  private Score score(Image result) {
    float[] truth = clean.samples();
    float[] given = result.samples();
    double absolute = 0;
    double squared = 0;
    double sum = 0;
    double centre = 0;
    double corners = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = given[i] - truth[i];
      int row = i / SIDE % SIDE;
      int column = i % SIDE;
      absolute += Math.abs(error);
      squared += error * error;
      sum += error;
      centre += isWithin(row, 24, 40) && isWithin(column, 24, 40) ? error : 0;
      corners += isWithin(row, 8, 56) || isWithin(column, 8, 56) ? 0 : error;
    }
    int images = clean.frames();
    return new Score(
        absolute / truth.length,
        -10 * Math.log10(squared / truth.length),
        sum / truth.length,
        centre / (images * 256),
        corners / (images * 256));
  }

  private static boolean isWithin(int position, int from, int to) {
    return position >= from && position < to;
  }
}
