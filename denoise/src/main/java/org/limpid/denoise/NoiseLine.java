package org.limpid.denoise;

import java.util.Arrays;
import java.util.List;

/**
 * A variance of noise that is a line along brightness: the mean of all lines, each as often as it
 * is likely.
 *
 * @param dark variance at the darkest group of squares
 * @param bright at the brightest
 * @param relativeError standard error of the variance at the usual brightness, as a share of it
 */
record NoiseLine(double dark, double bright, double relativeError) {

  /** Lines that are looked at: by the logarithms of their ends, first far apart, then closely. */
  private static final int COARSE = 80;

  private static final int FINE = 61;

  /** From the weakest noise to the strongest, over the highest frequencies' energy. */
  private static final double LEAST = 0.02;

  private static final double MOST = 1.3;

  /** Likelihoods of variances whose logarithms are so far apart; between them lines. */
  private static final double FINE_STEP = 0.0025;

  private static final double COARSE_STEP = 0.02;

  /** What is likely for one group, between two variances. */
  private static final class Table {
    private final double from;
    private final double step;
    private final double[][] values;

    Table(NoiseFloor floor, double from, double to, double step) {
      this.from = from;
      this.step = step;
      this.values = new double[2 + (int) Math.ceil((to - from) / step)][];
      for (int i = 0; i < values.length; i++) {
        values[i] = floor.of(StrictMath.exp(from + i * step));
      }
    }

    void addTo(double[] sums, double variance) {
      double place = (StrictMath.log(variance) - from) / step;
      int i = (int) Math.max(0, Math.min(values.length - 2, Math.floor(place)));
      double part = Math.max(0, Math.min(1, place - i));
      for (int k = 0; k < sums.length; k++) {
        sums[k] += values[i][k] + part * (values[i + 1][k] - values[i][k]);
      }
    }
  }

  /** How likely lines are whose ends have these logarithms; level ones where both are the same. */
  private record Grid(double[] dark, double[] bright, double[][] likelihoods) {

    double most() {
      return Arrays.stream(likelihoods).flatMapToDouble(Arrays::stream).max().orElseThrow();
    }
  }

  /**
   * The line of groups of squares.
   *
   * @param floors of the groups
   * @param places of the groups along brightness: 0 for the darkest to 1 for the brightest
   * @param usual place at which the error is asked for
   * @param level how likely a level line is beforehand
   */
  static NoiseLine of(List<NoiseFloor> floors, List<Double> places, double usual, double level) {
    double least = floors.stream().mapToDouble(NoiseFloor::highest).min().orElseThrow();
    double most = floors.stream().mapToDouble(NoiseFloor::highest).max().orElseThrow();
    double from = StrictMath.log(LEAST * least);
    double to = StrictMath.log(MOST * most);
    Table[] coarse = tables(floors, from, to, COARSE_STEP);
    Grid levels = around(floors, places, level(coarse, from, to), COARSE_STEP, true);
    double levelMass = mass(levels, levels.most()) * FINE_STEP / (to - from) * level;
    if (floors.size() == 1) {
      return mean(levels, levels, 1, usual);
    }
    double[] ends = steps(from, to, COARSE);
    Grid all = grid(coarse, places, ends, ends);
    Grid lines = around(floors, places, all, ends[1] - ends[0], false);
    double step = lines.dark()[1] - lines.dark()[0];
    double ratio = StrictMath.exp(Math.min(700, lines.most() - levels.most()));
    double area = step / (to - from) * (step / (to - from));
    double lineMass = mass(lines, lines.most()) * area * (1 - level) * ratio;
    return mean(levels, lines, levelMass / (levelMass + lineMass), usual);
  }

  private static Table[] tables(List<NoiseFloor> floors, double from, double to, double step) {
    return floors.stream().map(floor -> new Table(floor, from, to, step)).toArray(Table[]::new);
  }

  private static double[] steps(double from, double to, int count) {
    double[] steps = new double[count];
    for (int i = 0; i < count; i++) {
      steps[i] = from + (to - from) * i / (count - 1);
    }
    return steps;
  }

  private static Grid grid(Table[] tables, List<Double> places, double[] darks, double[] brights) {
    double[][] likelihoods = new double[darks.length][brights.length];
    for (int i = 0; i < darks.length; i++) {
      for (int j = 0; j < brights.length; j++) {
        likelihoods[i][j] =
            likelihood(tables, places, StrictMath.exp(darks[i]), StrictMath.exp(brights[j]));
      }
    }
    return new Grid(darks, brights, likelihoods);
  }

  private static Grid level(Table[] tables, double from, double to) {
    double[] all = steps(from, to, 1 + (int) Math.ceil((to - from) / COARSE_STEP));
    return levels(tables, all);
  }

  private static Grid levels(Table[] tables, double[] all) {
    double[][] likelihoods = new double[all.length][1];
    for (int i = 0; i < all.length; i++) {
      double variance = StrictMath.exp(all[i]);
      likelihoods[i][0] = likelihood(tables, List.of(), variance, variance);
    }
    return new Grid(all, all, likelihoods);
  }

  /** Logarithm of the mean over all steepnesses. */
  private static double likelihood(
      Table[] tables, List<Double> places, double dark, double bright) {
    double[] sums = new double[NoiseFloor.COUNT];
    for (int i = 0; i < tables.length; i++) {
      double place = places.isEmpty() ? 0 : places.get(i);
      tables[i].addTo(sums, dark * (1 - place) + bright * place);
    }
    double most = Arrays.stream(sums).max().orElseThrow();
    double total = 0;
    for (double sum : sums) {
      total += StrictMath.exp(sum - most);
    }
    return most + StrictMath.log(total);
  }

  /** A closer look around the most likely one. */
  private static Grid around(
      List<NoiseFloor> floors, List<Double> places, Grid all, double step, boolean isLevel) {
    double most = all.most();
    for (int i = 0; i < all.dark().length; i++) {
      for (int j = 0; j < all.likelihoods()[i].length; j++) {
        if (all.likelihoods()[i][j] == most) {
          double reach = isLevel ? 5 * step : 1.5 * step;
          double dark = all.dark()[i];
          double bright = isLevel ? dark : all.bright()[j];
          double low = Math.min(dark, bright) - reach;
          double high = Math.max(dark, bright) + reach;
          Table[] tables = tables(floors, low, high, FINE_STEP);
          if (isLevel) {
            return levels(tables, steps(low, high, 1 + (int) Math.round(2 * reach / FINE_STEP)));
          }
          return grid(
              tables,
              places,
              steps(dark - reach, dark + reach, FINE),
              steps(bright - reach, bright + reach, FINE));
        }
      }
    }
    throw new IllegalStateException("noise: no line is likely (expected: finite energies)");
  }

  private static double mass(Grid grid, double most) {
    double sum = 0;
    for (double[] row : grid.likelihoods()) {
      for (double likelihood : row) {
        sum += StrictMath.exp(likelihood - most);
      }
    }
    return sum;
  }

  /** Of both kinds of lines; level ones have a share. */
  private static NoiseLine mean(Grid levels, Grid lines, double share, double usual) {
    double[] sums = new double[4];
    add(levels, true, share, usual, sums);
    if (share < 1) {
      add(lines, false, 1 - share, usual, sums);
    }
    double variance = Math.max(0, sums[3] - sums[2] * sums[2]);
    return new NoiseLine(sums[0], sums[1], Math.sqrt(variance) / Math.abs(sums[2]));
  }

  private static void add(Grid grid, boolean isLevel, double share, double usual, double[] sums) {
    double most = grid.most();
    double mass = mass(grid, most);
    for (int i = 0; i < grid.dark().length; i++) {
      for (int j = 0; j < grid.likelihoods()[i].length; j++) {
        double weight = share * StrictMath.exp(grid.likelihoods()[i][j] - most) / mass;
        double dark = StrictMath.exp(grid.dark()[i]);
        double bright = isLevel ? dark : StrictMath.exp(grid.bright()[j]);
        double variance = dark * (1 - usual) + bright * usual;
        sums[0] += weight * dark;
        sums[1] += weight * bright;
        sums[2] += weight * variance;
        sums[3] += weight * variance * variance;
      }
    }
  }
}
