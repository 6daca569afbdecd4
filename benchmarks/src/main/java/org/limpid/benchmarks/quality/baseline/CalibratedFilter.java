package org.limpid.benchmarks.quality.baseline;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.limpid.denoise.Image;

/** A filter of one setting, which is chosen by {@link HiddenPixels}. */
final class CalibratedFilter implements Baseline {

  /** Hidden pixels are looked at in the middle of large images only. */
  private static final int SIDE = 512;

  private final String name;
  private final double[] settings;
  private final DoubleFunction<Filter> filters;

  /**
   * A filter.
   *
   * @param settings those to try
   * @param filters the filter of a setting
   */
  CalibratedFilter(String name, double[] settings, DoubleFunction<Filter> filters) {
    this.name = name;
    this.settings = settings.clone();
    this.filters = filters;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer denoise(Image noisy, OptionalDouble sigma, Workers workers) {
    Raster raster = Raster.of(noisy);
    double best = best(raster.middle(SIDE), settings, filters, workers);
    return new Answer(
        filters.apply(best).apply(raster, workers).like(noisy),
        String.format(Locale.ROOT, "radius %s", best));
  }

  /** The setting with which hidden pixels are foretold best. */
  static double best(
      Raster raster, double[] settings, DoubleFunction<Filter> filters, Workers workers) {
    double best = settings[0];
    double least = Double.POSITIVE_INFINITY;
    for (double setting : settings) {
      double loss = HiddenPixels.loss(raster, filters.apply(setting), workers);
      if (loss < least) {
        least = loss;
        best = setting;
      }
    }
    return best;
  }
}
