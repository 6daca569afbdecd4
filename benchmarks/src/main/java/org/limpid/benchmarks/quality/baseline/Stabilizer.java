package org.limpid.benchmarks.quality.baseline;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.limpid.denoise.Image;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.diagnosis.NoiseLevel;

/**
 * Makes noise the same everywhere, so that methods for white Gaussian noise apply: of each channel
 * it takes the noise level, by default the one that the project's own {@link Diagnosis} estimates.
 *
 * <p>Noise that grows with brightness goes through the generalised Anscombe transform and comes
 * back by its exact unbiased inverse in closed form (M. Mäkitalo and A. Foi, Optimal inversion of
 * the generalized Anscombe transformation for Poisson-Gaussian noise, 2013). Other noise is scaled.
 *
 * @param channels what is done to each channel
 */
record Stabilizer(List<Channel> channels) {

  /** Least deviation taken for noise: rounding to whole numbers. */
  private static final double LEAST = 0.3;

  /**
   * Variance {@code slope * value + offset}, where the slope is not negative.
   *
   * @param slope 0 if noise does not depend on brightness
   */
  record Channel(double slope, double offset) {

    float forward(float value) {
      if (slope == 0) {
        return (float) (value / Math.sqrt(offset));
      }
      double inside = value / slope + 0.375 + offset / (slope * slope);
      return (float) (2 * Math.sqrt(Math.max(0, inside)));
    }

    float back(float value) {
      if (slope == 0) {
        return (float) (value * Math.sqrt(offset));
      }
      // The formula holds from the transform of 0 on; below there is no light.
      double d = Math.max(value, 2 * Math.sqrt(0.375));
      double root = Math.sqrt(1.5);
      double photons =
          d * d / 4 + root / (4 * d) - 11 / (8 * d * d) + 5 * root / (8 * d * d * d) - 0.125;
      return (float) (slope * (photons - offset / (slope * slope)));
    }
  }

  /** For an image whose noise is white and the same everywhere, or has to be estimated. */
  static Stabilizer of(Image noisy, OptionalDouble sigma) {
    if (sigma.isPresent()) {
      Channel channel = new Channel(0, sigma.getAsDouble() * sigma.getAsDouble());
      return new Stabilizer(Collections.nCopies(noisy.channels(), channel));
    }
    List<NoiseLevel> levels = Diagnosis.of(noisy).noise();
    Channel[] channels = new Channel[noisy.channels()];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = channel(levels.get(Math.min(c, levels.size() - 1)));
    }
    return new Stabilizer(Arrays.asList(channels));
  }

  private static Channel channel(NoiseLevel level) {
    if (level.kind() == NoiseLevel.Kind.GROWING) {
      return new Channel(level.slope(), level.offset());
    }
    double sigma = Math.max(LEAST, level.sigma());
    return new Channel(0, sigma * sigma);
  }

  /** Samples with noise of deviation 1. */
  Raster forward(Raster raster) {
    return changed(raster, true);
  }

  /** Samples as they were. */
  Raster back(Raster raster) {
    return changed(raster, false);
  }

  private Raster changed(Raster raster, boolean forward) {
    Raster result = raster.blank();
    for (int c = 0; c < result.channels().length; c++) {
      Channel channel = channels.get(c);
      float[] from = raster.channels()[c];
      float[] to = result.channels()[c];
      for (int i = 0; i < from.length; i++) {
        to[i] = forward ? channel.forward(from[i]) : channel.back(from[i]);
      }
    }
    return result;
  }

  /** Standard deviation of noise if 0 and 255 were as far apart as they are, mean of channels. */
  double levelOfBytes() {
    double sum = 0;
    for (Channel channel : channels) {
      sum += 255 / (channel.forward(255) - channel.forward(0));
    }
    return sum / channels.size();
  }

  /** The noise, for a table. */
  String words() {
    Channel first = channels.get(0);
    return first.slope() == 0
        ? String.format(Locale.ROOT, "sigma %.2f", Math.sqrt(first.offset()))
        : String.format(Locale.ROOT, "variance %.3g x + %.3g", first.slope(), first.offset());
  }
}
