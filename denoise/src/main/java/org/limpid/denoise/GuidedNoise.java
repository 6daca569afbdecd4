package org.limpid.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures white noise with a denoised image as a guide to where the picture is calm.
 *
 * <p>Squares are ranked by the coarse structure that their denoised version shows, among those of
 * the same brightness, and their noisy version is looked at in fine frequencies. That makes cells
 * of a rank and a frequency each, with a mean energy: the noise's variance and what the picture
 * adds. Neither the rank nor the frequencies that are used depend on the noise that is measured, so
 * choosing the calm does not choose noise that happens to be weak. The denoised image's own energy
 * in a cell says how much picture there is, beyond what passes of noise.
 *
 * <p>Cells are taken in order of that, as many as make the sum of picture and chance least; fewer
 * if the mean rises by more than chance, so that a denoiser that lost the texture does not vouch
 * for its absence (as O. Lepskii, On a problem of adaptive estimation in Gaussian white noise,
 * 1990, chooses how far to smooth). What counts as chance is what the noise that was not looked at
 * may differ by from that which was: it is the noise in these very pixels that has to be known.
 */
final class GuidedNoise {

  /** Fewer squares than this say nothing. */
  private static final int LEAST_SQUARES = 64;

  private static final int RANKS = 10;
  private static final int GROUPS = 16;
  private static final int LEAST_OF_GROUP = 24;
  private static final int ROUNDS = 5;

  /** Standard errors by which the mean may rise. */
  private static final double RISE = 3;

  /** Share of all coefficients from which on rises are looked for. */
  private static final double LEAST_SHARE = 0.03;

  /** Standard errors, and share of the variance over the range, from which a slope counts. */
  private static final double SIGNIFICANT = 4;

  private static final double NOTABLE = 0.1;

  /** Of the usual variance: a line may say less than nothing where it is dark. */
  private static final double LEAST_VARIANCE = 0.02;

  /** Energy of lower frequencies over that of higher ones; texture as fine as this is rare. */
  private static final double SHARED = 2;

  /** Part of the variance that texture may pass for, where cells agree and where they do not. */
  private static final double TEXTURE = 0.01;

  private static final double DOUBT = 0.03;

  /**
   * Noise of one channel.
   *
   * @param offset variance at value 0
   * @param slope growth of the variance with the value, 0 if none shows
   * @param relativeError standard error of the variance, as a share of it; infinite where the noise
   *     is not white, or texture is all there is
   */
  record Law(double offset, double slope, double relativeError) {
    double at(double value) {
      return offset + slope * value;
    }
  }

  /**
   * A square of an image.
   *
   * @param noisy as it was measured
   * @param guide denoised
   * @param passed what the denoiser lets through of white noise of variance 1
   */
  record Square(BlockSpectrum noisy, BlockSpectrum guide, BlockSpectrum passed) {}

  /** Squares of one rank in one band. */
  private static final class Cell {
    private final int rank;
    private final int band;
    private double count;
    private double energy;
    private double guide;
    private double passed;
    private double picture;

    Cell(int rank, int band) {
      this.rank = rank;
      this.band = band;
    }

    double picture() {
      return picture;
    }
  }

  private final List<Square> squares;
  private final int[] ranks;
  private final boolean[][] taken = new boolean[RANKS][BlockSpectrum.BANDS];
  private final double range;
  private double offset;
  private double slope;
  private double relativeError = Double.NaN;

  private GuidedNoise(List<Square> squares) {
    this.squares = squares;
    this.ranks = new int[squares.size()];
    List<Integer> sorted = byBrightness();
    this.range =
        brightness(sorted, squares.size() * 199L / 200) - brightness(sorted, squares.size() / 200L);
    rank(sorted);
    for (int band = BlockSpectrum.BANDS / 2; band < BlockSpectrum.BANDS; band++) {
      taken[0][band] = true;
      taken[1][band] = true;
    }
  }

  /**
   * The noise.
   *
   * @param squares of one channel, side by side
   * @return null if there are too few, or no noise
   */
  static @Nullable Law of(List<Square> squares) {
    return squares.size() < LEAST_SQUARES ? null : new GuidedNoise(squares).law();
  }

  private @Nullable Law law() {
    for (int round = 0; round < ROUNDS; round++) {
      fitLine();
      double usual = at(mean());
      if (!(usual > 0)) {
        return null;
      }
      take(cells(usual));
    }
    fitLine();
    return new Law(offset, slope, isShared() ? Double.POSITIVE_INFINITY : relativeError);
  }

  /** Whether calm squares have so much less of the highest frequencies that noise is no white. */
  private boolean isShared() {
    double low = 0;
    double high = 0;
    int top = BlockSpectrum.BANDS - 1;
    for (int i = 0; i < squares.size(); i++) {
      if (ranks[i] <= 1) {
        low += squares.get(i).noisy().fine()[0] / BlockSpectrum.size(0);
        high += squares.get(i).noisy().fine()[top] / BlockSpectrum.size(top);
      }
    }
    return low > SHARED * high;
  }

  private double at(double value) {
    return offset + slope * value;
  }

  private double mean() {
    return squares.stream().mapToDouble(square -> square.noisy().mean()).average().orElseThrow();
  }

  private List<Integer> byBrightness() {
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < squares.size(); i++) {
      sorted.add(i);
    }
    sorted.sort(Comparator.comparingDouble(i -> squares.get(i).noisy().mean()));
    return sorted;
  }

  private double brightness(List<Integer> sorted, long place) {
    return squares.get(sorted.get((int) place)).noisy().mean();
  }

  /** Ranks the squares of each brightness by their shapes. */
  private void rank(List<Integer> sorted) {
    int last = sorted.size() - 1;
    double part = (brightness(sorted, last) - brightness(sorted, 0)) / GROUPS;
    int most = Math.max(4 * LEAST_OF_GROUP, sorted.size() / GROUPS);
    int from = 0;
    for (int i = 0; i <= last; i++) {
      int count = i + 1 - from;
      boolean isWide = brightness(sorted, i) - brightness(sorted, from) >= part;
      boolean isFull = count >= most || isWide && count >= LEAST_OF_GROUP;
      if (i == last || isFull && last - i >= LEAST_OF_GROUP) {
        List<Integer> group = new ArrayList<>(sorted.subList(from, i + 1));
        group.sort(Comparator.comparingDouble(j -> squares.get(j).guide().coarse()));
        for (int k = 0; k < group.size(); k++) {
          ranks[group.get(k)] = k * RANKS / group.size();
        }
        from = i + 1;
      }
    }
  }

  private List<Cell> cells(double usual) {
    Cell[][] cells = new Cell[RANKS][BlockSpectrum.BANDS];
    List<Cell> all = new ArrayList<>();
    for (int rank = 0; rank < RANKS; rank++) {
      for (int band = 0; band < BlockSpectrum.BANDS; band++) {
        cells[rank][band] = new Cell(rank, band);
        all.add(cells[rank][band]);
      }
    }
    for (int i = 0; i < squares.size(); i++) {
      Square square = squares.get(i);
      double variance = Math.max(at(square.noisy().mean()), LEAST_VARIANCE * usual);
      for (int band = 0; band < BlockSpectrum.BANDS; band++) {
        Cell cell = cells[ranks[i]][band];
        cell.count += BlockSpectrum.size(band);
        cell.energy += square.noisy().fine()[band] / variance;
        cell.guide += square.guide().fine()[band] / variance;
        cell.passed += square.passed().fine()[band];
      }
    }
    for (Cell cell : all) {
      Cell calmest = cells[0][cell.band];
      cell.picture = Math.max(0, cell.guide / cell.count - calmest.passed / calmest.count);
    }
    // Where no picture shows, the highest frequencies are the safest.
    all.sort(
        Comparator.comparingDouble(Cell::picture)
            .thenComparingInt(cell -> -cell.band)
            .thenComparingInt(cell -> cell.rank));
    return all;
  }

  private void take(List<Cell> sorted) {
    double whole = (double) squares.size() * BlockSpectrum.FREE;
    double[] counts = new double[sorted.size()];
    double[] energies = new double[sorted.size()];
    double count = 0;
    double energy = 0;
    double picture = 0;
    double least = Double.POSITIVE_INFINITY;
    int best = 0;
    int end = sorted.size();
    for (int k = 0; k < end; k++) {
      count += sorted.get(k).count;
      energy += sorted.get(k).energy;
      picture += sorted.get(k).picture * sorted.get(k).count;
      counts[k] = count;
      energies[k] = energy / count;
      double chance = 2 * (1 / count - 1 / whole);
      double error = picture / count * (picture / count) + chance;
      if (rises(counts, energies, k, whole)) {
        end = k;
      } else if (error < least) {
        least = error;
        best = k;
      }
    }
    for (boolean[] row : taken) {
      Arrays.fill(row, false);
    }
    for (Cell cell : sorted.subList(0, best + 1)) {
      taken[cell.rank][cell.band] = true;
    }
    boolean isTextured = end < sorted.size() && best == end - 1;
    double doubt = isTextured ? DOUBT : TEXTURE;
    relativeError = Math.sqrt(least + doubt * doubt);
  }

  /** Whether the mean of all cells up to one is more than chance above that of fewer. */
  private static boolean rises(double[] counts, double[] means, int last, double whole) {
    for (int j = 0; j < last; j++) {
      double error = Math.sqrt(Math.max(0, 2 / counts[j] - 2 / counts[last]));
      if (counts[j] >= LEAST_SHARE * whole && means[last] > means[j] * (1 + RISE * error)) {
        return true;
      }
    }
    return false;
  }

  /** A line through the energies of all that is taken, by brightness; level if no slope shows. */
  private void fitLine() {
    double[] counts = new double[squares.size()];
    double[] energies = new double[squares.size()];
    double count = 0;
    double energy = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int band = 0; band < BlockSpectrum.BANDS; band++) {
        if (taken[ranks[i]][band]) {
          counts[i] += BlockSpectrum.size(band);
          energies[i] += squares.get(i).noisy().fine()[band];
        }
      }
      count += counts[i];
      energy += energies[i];
    }
    double level = energy / count;
    offset = level;
    slope = 0;
    double error = 0;
    for (int round = 0; round < 2 * ROUNDS && level > 0; round++) {
      error = refit(counts, energies, LEAST_VARIANCE * level);
    }
    double usual = at(mean());
    boolean isSloping = usual > 0 && Math.abs(slope) > SIGNIFICANT * error;
    if (!isSloping || Math.abs(slope) * range < NOTABLE * usual) {
      offset = level;
      slope = 0;
    }
  }

  /** One round of least squares with weights by the line so far; gives the slope's error. */
  private double refit(double[] counts, double[] energies, double least) {
    double w = 0;
    double wx = 0;
    double wy = 0;
    double wxx = 0;
    double wxy = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        continue;
      }
      double x = squares.get(i).noisy().mean();
      double y = energies[i] / counts[i];
      double variance = Math.max(at(x), least);
      double weight = counts[i] / (variance * variance);
      w += weight;
      wx += weight * x;
      wy += weight * y;
      wxx += weight * x * x;
      wxy += weight * x * y;
    }
    double spread = wxx - wx * wx / w;
    if (!(spread > 0)) {
      return Double.POSITIVE_INFINITY;
    }
    slope = (wxy - wx * wy / w) / spread;
    offset = (wy - slope * wx) / w;
    return Math.sqrt(2 / spread);
  }
}
