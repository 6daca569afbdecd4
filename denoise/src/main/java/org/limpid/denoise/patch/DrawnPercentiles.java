package org.limpid.denoise.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * Scales that are drawn anew for each patch: a percentile between 1 and 3 becomes 0, one between
 * 99.5 and 99.9 becomes 1, both of all images together (Weigert et al. 2018, in the authors' tool).
 * A network that has learned so does not rely on exact brightness.
 */
public final class DrawnPercentiles {

  private static final double[] LOW = {0.01, 0.015, 0.02, 0.025, 0.03};
  private static final double[] HIGH = {0.995, 0.996, 0.997, 0.998, 0.999};

  private final List<double[]> lows = new ArrayList<>();
  private final List<double[]> highs = new ArrayList<>();

  private DrawnPercentiles() {}

  /** Measures images, all with the same number of channels; reads them several times. */
  public static DrawnPercentiles of(List<? extends PixelSource> images) {
    DrawnPercentiles drawn = new DrawnPercentiles();
    for (int c = 0; c < images.get(0).channels(); c++) {
      ChannelValues values = new ChannelValues(images, c);
      drawn.lows.add(quantiles(values, LOW));
      drawn.highs.add(quantiles(values, HIGH));
    }
    return drawn;
  }

  private static double[] quantiles(ChannelValues values, double[] shares) {
    double[] quantiles = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      quantiles[i] = values.quantile(shares[i]);
    }
    return quantiles;
  }

  /**
   * A patch on a drawn scale, copied.
   *
   * @param low which of the low percentiles, 0 to 1
   * @param high which of the high ones, 0 to 1
   */
  public Pixels apply(Pixels patch, double low, double high) {
    Pixels result = patch.copy();
    float[] values = result.values();
    for (int i = 0; i < values.length; i++) {
      int c = i % patch.channels();
      double zero = between(lows.get(c), low);
      double one = between(highs.get(c), high);
      values[i] = (float) ((values[i] - zero) / (one > zero ? one - zero : 1));
    }
    return result;
  }

  /** The brightest percentile of a channel, 99.9. */
  public double brightest(int channel) {
    return highs.get(channel)[HIGH.length - 1];
  }

  private static double between(double[] table, double place) {
    double at = Math.max(0, Math.min(1, place)) * (table.length - 1);
    int before = Math.min((int) at, table.length - 2);
    return table[before] + (at - before) * (table[before + 1] - table[before]);
  }
}
