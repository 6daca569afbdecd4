package org.limpid.denoise.similar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.limpid.denoise.Image;
import org.limpid.denoise.diagnosis.Diagnosis;
import org.limpid.denoise.diagnosis.NoiseLevel;
import org.limpid.denoise.diagnosis.NoiseLevel.Kind;

/**
 * Brings noise to deviation 1 everywhere, and results back, so that methods for white Gaussian
 * noise apply to noise that depends on brightness.
 *
 * <p>Noise that grows with brightness goes through the generalised Anscombe transform and comes
 * back by its exact unbiased inverse in closed form (M. Mäkitalo and A. Foi, Optimal inversion of
 * the generalized Anscombe transformation for Poisson-Gaussian noise, 2013). Where the line says
 * less than a floor, the transform goes on straight, as if noise were the floor. Other noise is
 * scaled.
 *
 * @param lines how strong noise is in each channel
 */
public record Stabilizer(List<Line> lines) {

  /** Share of the range of values that noise has at least: rounding, if there are 850 of them. */
  private static final double LEAST = 0.3 / 255;

  /** Copies. */
  public Stabilizer {
    lines = List.copyOf(lines);
  }

  /**
   * Noise of variance {@code slope * value + offset}, but at least the floor.
   *
   * @param slope 0 if noise does not depend on brightness, below 0 if it falls
   * @param floor above 0
   */
  public record Line(double slope, double offset, double floor) {

    /** Checks. */
    public Line {
      if (!(Double.isFinite(slope) && Double.isFinite(offset) && floor > 0)
          || Double.isInfinite(floor)) {
        throw new IllegalArgumentException(
            "stabilizer: slope "
                + slope
                + ", offset "
                + offset
                + ", floor "
                + floor
                + " (expected: finite, floor above 0)");
      }
    }

    /** Noise of one variance. */
    static Line flat(double variance) {
      return new Line(0, variance, variance);
    }

    private Line mirrored() {
      return new Line(-slope, offset, floor);
    }

    double forward(double value) {
      if (slope < 0) {
        return -mirrored().forward(-value);
      }
      double deviation = Math.sqrt(floor);
      if (slope == 0) {
        return value / Math.max(deviation, Math.sqrt(Math.max(0, offset)));
      }
      double knot = knot();
      return value < knot ? anscombe(knot) + (value - knot) / deviation : anscombe(value);
    }

    /** The true value whose noisy ones have this mean after the transform. */
    double back(double value) {
      if (slope < 0) {
        return -mirrored().back(-value);
      }
      double deviation = Math.sqrt(floor);
      if (slope == 0) {
        return value * Math.max(deviation, Math.sqrt(Math.max(0, offset)));
      }
      double least = anscombe(knot());
      return value < least ? inverse(least) + (value - least) * deviation : inverse(value);
    }

    /** Where the line leaves the floor. */
    private double knot() {
      return (floor - offset) / slope;
    }

    private double anscombe(double value) {
      return 2 * Math.sqrt(Math.max(0, value / slope + 0.375 + offset / (slope * slope)));
    }

    private double inverse(double value) {
      // The formula holds from the transform of 0 on; below there is no light.
      double d = Math.max(value, 2 * Math.sqrt(0.375));
      double root = Math.sqrt(1.5);
      double photons =
          d * d / 4 + root / (4 * d) - 11 / (8 * d * d) + 5 * root / (8 * d * d * d) - 0.125;
      return slope * (photons - offset / (slope * slope));
    }
  }

  /** For noise that is white and the same everywhere. */
  public static Stabilizer white(double sigma, int channels) {
    return new Stabilizer(Collections.nCopies(channels, Line.flat(sigma * sigma)));
  }

  /** For an image's noise as {@link Diagnosis} estimates it. */
  public static Stabilizer of(Image noisy) {
    return of(Diagnosis.of(noisy).noise(), noisy.channels());
  }

  /**
   * For noise that was estimated before.
   *
   * @param levels of the first channels; others are like the last
   */
  public static Stabilizer of(List<NoiseLevel> levels, int channels) {
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      lines.add(line(levels.get(Math.min(c, levels.size() - 1))));
    }
    return new Stabilizer(lines);
  }

  /** For images that are alike, of noise that was estimated on each. */
  public static Stabilizer mean(List<Stabilizer> all) {
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < all.get(0).lines.size(); c++) {
      double slope = 0;
      double offset = 0;
      double floor = 0;
      for (Stabilizer one : all) {
        slope += one.lines.get(c).slope / all.size();
        offset += one.lines.get(c).offset / all.size();
        floor += one.lines.get(c).floor / all.size();
      }
      lines.add(new Line(slope, offset, floor));
    }
    return new Stabilizer(lines);
  }

  private static Line line(NoiseLevel level) {
    double range = level.brightest() - level.darkest();
    double largest = Math.max(Math.abs(level.darkest()), Math.abs(level.brightest()));
    double least = Math.max(LEAST * range, Math.max(1e-6 * largest, Float.MIN_NORMAL));
    boolean isLine = level.kind() == Kind.GROWING || level.kind() == Kind.FALLING;
    double end = level.sigmaAt(level.kind() == Kind.FALLING ? level.brightest() : level.darkest());
    double deviation = Math.max(least, isLine ? end : level.sigma());
    return isLine
        ? new Line(level.slope(), level.offset(), deviation * deviation)
        : Line.flat(deviation * deviation);
  }

  /** An image with noise of deviation 1, in everything else like another. Not modified. */
  public Image forward(Image noisy) {
    return changed(noisy, true);
  }

  /** An image whose values are as they were. Not modified. */
  public Image back(Image even) {
    return changed(even, false);
  }

  private Image changed(Image image, boolean isForward) {
    float[] samples = image.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = changed(samples[i], i % lines.size(), isForward);
    }
    return image.withSamples(samples);
  }

  Planes forward(Planes noisy) {
    return changed(noisy, true);
  }

  Planes back(Planes even) {
    return changed(even, false);
  }

  private Planes changed(Planes planes, boolean isForward) {
    Planes result = planes.blank();
    for (int c = 0; c < result.channels().length; c++) {
      float[] from = planes.channels()[c];
      float[] to = result.channels()[c];
      for (int i = 0; i < from.length; i++) {
        to[i] = changed(from[i], c, isForward);
      }
    }
    return result;
  }

  private float changed(float value, int channel, boolean isForward) {
    Line line = lines.get(channel);
    return (float) (isForward ? line.forward(value) : line.back(value));
  }

  /** The noise of the first channel, for a table. */
  public String words() {
    Line first = lines.get(0);
    return first.slope() == 0
        ? String.format(Locale.ROOT, "sigma %.2f", Math.sqrt(first.offset()))
        : String.format(Locale.ROOT, "variance %.3g x + %.3g", first.slope(), first.offset());
  }
}
