package org.limpid.denoise.diagnosis;

import java.util.List;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;

/**
 * Fits a line to the variances of flat parts against their brightness, as A. Foi et al., Practical
 * Poissonian-Gaussian noise modeling and fitting for single-image raw-data (2008) do for smooth
 * parts; parts above the line are texture and count less.
 */
final class NoiseFit {
  private static final int LEAST_BLOCKS = 6;
  private static final int ROUNDS = 30;
  private static final double SIGNIFICANT = 4; // standard errors
  private static final double NOTABLE = 0.25; // change of variance over the range
  private static final double FLAT = 1.6; // of the line; white noise stays below in 99.99 %

  private final List<Brightness> groups;
  private final boolean white;
  private final double[] weights;
  private double slope;
  private double offset;
  private double slopeError;

  private NoiseFit(List<Brightness> groups, boolean white) {
    this.groups = groups;
    this.white = white;
    this.weights = new double[groups.size()];
  }

  /**
   * The noise of blocks.
   *
   * @param groups blocks of one channel by brightness
   * @param white whether its noise is white
   * @param median median brightness of the image
   * @param step distance of the values the image can have, 0 if they are continuous
   */
  static NoiseLevel of(List<Brightness> groups, boolean white, double median, double step) {
    int blocks = groups.stream().mapToInt(group -> group.blocks().size()).sum();
    if (blocks < LEAST_BLOCKS) {
      return new NoiseLevel(Kind.UNKNOWN, 0, 0, median, median, 0, Double.NaN, 0);
    }
    return new NoiseFit(groups, white).level(median, step, blocks);
  }

  private NoiseLevel level(double median, double step, int blocks) {
    double darkest = groups.stream().mapToDouble(Brightness::mean).min().orElseThrow();
    double brightest = groups.stream().mapToDouble(Brightness::mean).max().orElseThrow();
    double place = Math.min(brightest, Math.max(darkest, median));
    fit(false);
    double even = offset;
    Kind kind = Kind.UNDECIDED;
    if (groups.size() > 2 && brightest - darkest > 2 * Math.sqrt(even)) {
      fit(true);
      double change = slope * (brightest - darkest);
      boolean significant =
          Math.abs(slope) > SIGNIFICANT * slopeError && Math.abs(change) > NOTABLE * even;
      kind = !significant ? Kind.CONSTANT : slope > 0 ? Kind.GROWING : Kind.FALLING;
    }
    if (kind == Kind.CONSTANT || kind == Kind.UNDECIDED) {
      fit(false);
    }
    double variance = at(place);
    double rounding = 4 * Math.ulp((float) Math.max(Math.abs(darkest), Math.abs(brightest)));
    // Rounding to steps alone has a variance of step² / 12.
    if (variance <= Math.max(rounding * rounding, step * step / 8)) {
      kind = Kind.NONE;
    }
    return new NoiseLevel(
        kind,
        slope,
        offset,
        darkest,
        brightest,
        Math.sqrt(Math.max(0, variance)),
        relativeError(),
        flatShare(blocks));
  }

  /** Weighted least squares, weights by the fit of the round before. */
  private void fit(boolean withSlope) {
    slope = 0;
    offset = lowest();
    for (int round = 0; round < ROUNDS; round++) {
      double w = 0;
      double wx = 0;
      double wy = 0;
      double wxx = 0;
      double wxy = 0;
      for (int i = 0; i < weights.length; i++) {
        Brightness group = groups.get(i);
        weights[i] = weight(group);
        w += weights[i];
        wx += weights[i] * group.mean();
        wy += weights[i] * group.variance(white);
        wxx += weights[i] * group.mean() * group.mean();
        wxy += weights[i] * group.mean() * group.variance(white);
      }
      double spread = wxx - wx * wx / w;
      if (withSlope && spread > 0) {
        slope = (wxy - wx * wy / w) / spread;
        slopeError = Math.sqrt(Math.max(1, scatter()) / spread);
      }
      offset = (wy - slope * wx) / w;
    }
  }

  private double lowest() {
    return groups.stream().mapToDouble(group -> group.variance(white)).min().orElseThrow();
  }

  /** One over the variance of a group's variance; less for those far above the line. */
  private double weight(Brightness group) {
    double expected = Math.max(at(group.mean()), lowest() / 4) + Double.MIN_NORMAL;
    double error = expected * Math.sqrt(2.0 / pixels(group));
    // Even a flat part has some texture: five per cent of the noise are no contradiction.
    double tolerance = Math.hypot(error, 0.05 * expected);
    double above = (group.variance(white) - expected) / tolerance;
    double weight = 1 / (tolerance * tolerance);
    return above > 2 ? weight * 4 / (above * above) : weight;
  }

  /** Mean squared deviation from the line, in units of what is expected. */
  private double scatter() {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double miss = groups.get(i).variance(white) - at(groups.get(i).mean());
      sum += weights[i] * miss * miss;
    }
    return sum / Math.max(1, weights.length - 2);
  }

  private double at(double brightness) {
    return slope * brightness + offset;
  }

  private double pixels(Brightness group) {
    // Differences overlap: they are worth about half their number.
    return group.flattest().size() * Shading.SIZE / (white ? 2.0 : 1.0);
  }

  private double relativeError() {
    double pixels = groups.stream().mapToDouble(this::pixels).sum();
    return Math.sqrt(1 / (2 * pixels));
  }

  private double flatShare(int blocks) {
    long flat =
        groups.stream()
            .flatMap(group -> group.blocks().stream())
            .filter(block -> block.variance() <= FLAT * at(block.mean()))
            .count();
    return flat / (double) blocks;
  }
}
