package org.limpid.denoise.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.patch.Normalization.Range;

/**
 * How the scale is chosen that a network sees images on, channel by channel. Give {@link #STANDARD}
 * and its like, or change them by {@link #withoutOutliers}.
 *
 * @param kind what is measured
 * @param low result of the smallest value, or the percentile that becomes 0
 * @param high result of the largest value, or the percentile that becomes 1
 * @param lowOutliers per cent of the samples, the darkest, that count as outliers
 * @param highOutliers per cent of the samples, the brightest, that count as outliers
 * @param given the scale of kind {@link Kind#GIVEN}, null for others
 */
public record Scaling(
    Kind kind,
    double low,
    double high,
    double lowOutliers,
    double highOutliers,
    @Nullable Normalization given) {

  /** What is measured. */
  public enum Kind {
    /** Mean and standard deviation become 0 and 1. */
    STANDARD,
    /** Smallest and largest value become given ones. */
    MIN_MAX,
    /** Given percentiles become 0 and 1. */
    PERCENTILES,
    /** The value farthest from 0 becomes 1 or -1; 0 stays. */
    MAX,
    /** Values stay as they are. */
    NONE,
    /** Nothing is measured: the scale is given, such as that of a model to go on from. */
    GIVEN
  }

  /** Share of samples at either end that are few. */
  private static final double FEW = 1e-4;

  /** Of fewer samples none is far out. */
  private static final double LEAST_COUNT = 100;

  /** Mean 0 and standard deviation 1. */
  public static final Scaling STANDARD = new Scaling(Kind.STANDARD, 0, 1, 0, 0, null);

  /** Largest magnitude 1. */
  public static final Scaling MAX = new Scaling(Kind.MAX, 0, 1, 0, 0, null);

  /** As it is. */
  public static final Scaling NONE = new Scaling(Kind.NONE, 0, 1, 0, 0, null);

  /** Checks ranges. */
  public Scaling {
    if ((kind == Kind.GIVEN) != (given != null)) {
      throw new IllegalArgumentException(
          "scaling: kind " + kind + " with " + given + " (expected: a scale for GIVEN only)");
    }
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "scaling: from " + low + " to " + high + " (expected: finite, rising)");
    }
    if (kind == Kind.PERCENTILES && (low < 0 || high > 100)) {
      throw new IllegalArgumentException(
          "scaling: percentiles " + low + " and " + high + " (expected: 0 to 100)");
    }
    if (!(lowOutliers >= 0 && highOutliers >= 0 && lowOutliers + highOutliers <= 50)) {
      throw new IllegalArgumentException(
          "scaling: outliers "
              + lowOutliers
              + " % and "
              + highOutliers
              + " % (expected: >= 0, together <= 50)");
    }
  }

  /** Smallest and largest value become these. */
  public static Scaling minMax(double low, double high) {
    return new Scaling(Kind.MIN_MAX, low, high, 0, 0, null);
  }

  /** Two percentiles, 0 to 100, become 0 and 1. */
  public static Scaling percentiles(double low, double high) {
    return new Scaling(Kind.PERCENTILES, low, high, 0, 0, null);
  }

  /** A scale that is there already. */
  public static Scaling given(Normalization scale) {
    return new Scaling(Kind.GIVEN, 0, 1, 0, 0, scale);
  }

  /**
   * The same, without outliers, such as hot and dead pixels: they do not count in what is measured,
   * and the network sees the nearest value that is none. The limits are kept with the model.
   *
   * @param darkest per cent of the samples of a channel, 0 for none
   * @param brightest per cent of the samples of a channel, 0 for none
   */
  public Scaling withoutOutliers(double darkest, double brightest) {
    return new Scaling(kind, low, high, darkest, brightest, given);
  }

  /**
   * The scale of images.
   *
   * @param images at least one, all with the same number of channels, each of which has a finite
   *     sample somewhere; others do not count
   */
  public Normalization of(List<? extends PixelSource> images) {
    if (given != null) {
      return checked(given, images.get(0).channels());
    }
    boolean cuts = lowOutliers > 0 || highOutliers > 0;
    if (kind == Kind.STANDARD && !cuts) {
      return Normalization.of(images);
    }
    List<Double> zeros = new ArrayList<>();
    List<Double> ones = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    for (int c = 0; c < images.get(0).channels(); c++) {
      ChannelValues values = new ChannelValues(images, c);
      Range range = values.range();
      if (cuts) {
        range =
            new Range(values.quantile(lowOutliers / 100), values.quantile(1 - highOutliers / 100));
        ranges.add(range);
      }
      double[] scale = scale(values, range);
      zeros.add(scale[0]);
      ones.add(scale[1] > 0 ? scale[1] : 1);
    }
    return new Normalization(zeros, ones, ranges);
  }

  private static Normalization checked(Normalization scale, int channels) {
    if (scale.channels() != channels) {
      throw new IllegalArgumentException(
          "scaling: the given scale is for "
              + scale.channels()
              + " channels, the images have "
              + channels
              + " (expected: equal)");
    }
    return scale;
  }

  /** What becomes 0, and how much 1 is. */
  private double[] scale(ChannelValues values, Range range) {
    return switch (kind) {
      case STANDARD -> values.moments(range);
      case MIN_MAX -> {
        double one = (range.high() - range.low()) / (high - low);
        yield new double[] {range.low() - low * one, one};
      }
      case PERCENTILES -> {
        double zero = range.clamp(values.quantile(low / 100));
        yield new double[] {zero, range.clamp(values.quantile(high / 100)) - zero};
      }
      case MAX -> new double[] {0, Math.max(Math.abs(range.low()), Math.abs(range.high()))};
      case NONE, GIVEN -> new double[] {0, 1};
    };
  }

  /**
   * How many times larger one is than it would be without the few samples farthest out, such as hot
   * pixels: with much more than 1, networks see little of what differs among all others. Few are
   * one in ten thousand at either end, and one at least.
   *
   * @param images on this scale, that is, those for {@link #of} as its result shows them
   * @return 1 where outliers are left out, or nothing is measured that one sample could change; the
   *     most of all channels; infinite if all others are equal
   */
  public double stretch(List<? extends PixelSource> images) {
    boolean isRobust = kind == Kind.PERCENTILES || kind == Kind.NONE || kind == Kind.GIVEN;
    double most = 1;
    if (isRobust || lowOutliers > 0 || highOutliers > 0) {
      return most;
    }
    for (int c = 0; c < images.get(0).channels(); c++) {
      most = Math.max(most, stretch(new ChannelValues(images, c)));
    }
    return most;
  }

  private double stretch(ChannelValues values) {
    Range all = values.range();
    double count = values.count();
    double few = Math.max(1, FEW * count);
    double farthest = Math.max(Math.abs(all.low()), Math.abs(all.high()));
    // What few samples at both ends have of the sum of squares, which is the number of all.
    boolean isInnocent = kind == Kind.STANDARD && 2 * few * farthest * farthest < count / 2;
    if (isInnocent || !(all.low() < all.high()) || count < LEAST_COUNT) {
      return 1;
    }
    double share = (few + 0.5) / count;
    Range most = new Range(values.quantile(share), values.quantile(1 - share));
    return scale(values, all)[1] / scale(values, most)[1];
  }

  /** Names and values for model files. */
  public Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", kind.name().toLowerCase(Locale.ROOT));
    if (kind == Kind.MIN_MAX || kind == Kind.PERCENTILES) {
      map.put("low", low);
      map.put("high", high);
    }
    if (lowOutliers > 0 || highOutliers > 0) {
      map.put("lowOutliers", lowOutliers);
      map.put("highOutliers", highOutliers);
    }
    return map;
  }
}
