package org.limpid.denoise.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How alike the noise of neighbouring pixels is, in the calmest parts of an image, shading removed.
 *
 * <p>Removing the shading makes neighbours look less alike; for white noise that is known exactly
 * and allowed for, so it gives 0 at all distances but 0. Noise that is alike over several pixels is
 * partly taken for shading: its values are up to 0.2 too low.
 */
public final class Autocorrelation {
  /** Largest distance looked at, in pixels. */
  public static final int REACH = 7;

  /** Correlation from which on a structured mask pays, as n2v's guide has it. */
  static final double NOTABLE = 0.05;

  private static final double STRONG = 0.12;
  private static final double ERRORS = 4;
  private static final double LEAST_SHARE = 1 / 3.0;
  private static final int LEAST_BLOCKS = 24;

  /** Of 1, from which on no gap shows. */
  private static final double WHOLE = 0.95;

  /** What the correlation looks like. */
  public enum Pattern {
    /** None that matters. */
    WHITE,
    /** Along rows: horizontal stripes, line scanners, amplifiers of a camera. */
    ROWS,
    /** Along columns. */
    COLUMNS,
    /** Along both, but not across. */
    CROSS,
    /** In all directions: blurred, resampled or compressed. */
    AREA,
    /** Too few pixels to say. */
    UNKNOWN
  }

  private final double[][] values;
  private final double error;
  private final double growth;

  private Autocorrelation(double[][] values, double error, double growth) {
    this.values = values;
    this.error = error;
    this.growth = growth;
  }

  /**
   * That of the calmest blocks, of those brightnesses where neighbours are least alike: noise of
   * one origin is as much alike everywhere, and texture can only add to it.
   *
   * @param groups blocks by brightness. Not modified.
   */
  static Autocorrelation of(List<Brightness> groups) {
    List<Brightness> sorted = new ArrayList<>(groups);
    sorted.sort(Comparator.comparingDouble(group -> likeness(correlation(group.calmest()))));
    List<Block> calmest = new ArrayList<>();
    List<Block> next = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      if (i >= LEAST_SHARE * sorted.size() && calmest.size() >= LEAST_BLOCKS) {
        break;
      }
      calmest.addAll(sorted.get(i).calmest());
      next.addAll(sorted.get(i).nextCalmest());
    }
    double[][] values = correlation(calmest);
    double growth = next.isEmpty() ? 0 : likeness(correlation(next)) - likeness(values);
    double pairs = (double) Math.max(1, calmest.size()) * Shading.SIZE;
    return new Autocorrelation(values, 1 / Math.sqrt(pairs), growth);
  }

  private static double likeness(double[][] values) {
    return (at(values, 0, 1) + at(values, 1, 0)) / 2;
  }

  /** Each block counts alike, whatever its noise: bright ones would drown the others. */
  private static double[][] correlation(List<Block> blocks) {
    double[][] sums = new double[REACH + 1][2 * REACH + 1];
    for (Block block : blocks) {
      if (block.variance() > 0) {
        add(block.residual(), 1 / block.variance(), sums);
      }
    }
    double own = sums[0][REACH];
    double[][] values = new double[REACH + 1][2 * REACH + 1];
    for (int dy = 0; dy <= REACH; dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        double seen = own > 0 ? sums[dy][dx + REACH] / own : Double.NaN;
        values[dy][dx + REACH] =
            dy == 0 && dx == 0 ? seen : seen - Shading.whiteCorrelation(dy, dx);
      }
    }
    return values;
  }

  private static void add(double[] r, double weight, double[][] sums) {
    int side = Shading.SIDE;
    for (int dy = 0; dy <= REACH; dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        double sum = 0;
        int pairs = 0;
        for (int y = 0; y + dy < side; y++) {
          for (int x = Math.max(0, -dx); x < side && x + dx < side; x++) {
            sum += r[y * side + x] * r[(y + dy) * side + x + dx];
            pairs++;
          }
        }
        sums[dy][dx + REACH] += weight * sum / pairs;
      }
    }
  }

  private static double at(double[][] values, int dy, int dx) {
    return dy < 0 || dy == 0 && dx < 0 ? values[-dy][REACH - dx] : values[dy][REACH + dx];
  }

  /**
   * Correlation of the noise of two pixels.
   *
   * @param dy rows between them, at most {@value #REACH} either way
   * @param dx columns between them, likewise
   * @return from -1 to 1; 1 at distance 0; NaN if nothing could be measured
   */
  public double at(int dy, int dx) {
    if (Math.abs(dy) > REACH || Math.abs(dx) > REACH) {
      throw new IllegalArgumentException(
          "Autocorrelation.at: distance (" + dy + ", " + dx + ") (expected: -7 to 7)");
    }
    return at(values, dy, dx);
  }

  /** Standard error of each value if the noise is white. */
  public double error() {
    return error;
  }

  /**
   * How far along rows noise is alike: the largest distance up to which each correlation is at
   * least {@value #NOTABLE} with the sign of the first, and stands out of its error; 0 for none.
   */
  public int reachAlongRows() {
    int reach = 0;
    while (reach < REACH && isNotable(at(0, reach + 1) * Math.signum(at(0, 1)))) {
      reach++;
    }
    return reach;
  }

  /** The same along columns. */
  public int reachAlongColumns() {
    int reach = 0;
    while (reach < REACH && isNotable(at(reach + 1, 0) * Math.signum(at(1, 0)))) {
      reach++;
    }
    return reach;
  }

  /** What this looks like. */
  public Pattern pattern() {
    if (Double.isNaN(at(0, 1)) || ERRORS * error > STRONG) {
      return Pattern.UNKNOWN;
    }
    double along = at(0, 1);
    double across = at(1, 0);
    boolean rows = isStrong(along) && Math.abs(along) > 3 * Math.abs(across);
    boolean columns = isStrong(across) && Math.abs(across) > 3 * Math.abs(along);
    if (rows || columns) {
      return rows ? Pattern.ROWS : Pattern.COLUMNS;
    }
    if (!isStrong(along) && !isStrong(across)) {
      return Pattern.WHITE;
    }
    double diagonal = (at(1, 1) + at(1, -1)) / 2;
    // Stripes both ways leave diagonals white; a blur in both makes them the product at least.
    return isNotable(Math.abs(diagonal))
            || Math.min(Math.abs(along), Math.abs(across)) < 2 * NOTABLE
        ? Pattern.AREA
        : Pattern.CROSS;
  }

  /**
   * Whether this is the noise's own: not so if parts a little less flat are clearly more alike, as
   * they are where fine texture is mixed in.
   */
  public boolean isCertain() {
    return pattern() != Pattern.UNKNOWN && growth < NOTABLE;
  }

  /**
   * Whether part of what is seen is each pixel's own, as texture under white noise has it: at
   * distance 0 the correlation is 1, but what neighbours across edges and corners say foretells
   * less (the nugget effect of geostatistics, G. Matheron 1963). Noise that neighbours share has no
   * such gap: its correlation falls smoothly from 1, as a bell's does.
   */
  public boolean hasOwnNoise() {
    double edges = (at(0, 1) + at(1, 0)) / 2;
    double corners = (at(1, 1) + at(1, -1)) / 2;
    // The logarithm of a bell is a line over the squared distance, here of 1 and 2.
    return edges > 0 && edges * edges < WHOLE * (corners - ERRORS * error);
  }

  private boolean isStrong(double value) {
    return Math.abs(value) >= Math.max(STRONG, ERRORS * error);
  }

  private boolean isNotable(double value) {
    return value >= Math.max(NOTABLE, ERRORS * error);
  }
}
