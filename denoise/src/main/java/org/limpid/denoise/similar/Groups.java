package org.limpid.denoise.similar;

/**
 * All groups of similar patches of a plane, which are searched once, and what comes of combining
 * them in this and others.
 *
 * <p>Groups are made around every fourth pixel of every fourth row. Rows of groups run in parallel,
 * each into sums of its own, which are added in order of the rows: any number of threads gives the
 * same bits.
 */
final class Groups {

  private static final int MOST_STEP = 4;
  private static final int BAND = 4; // rows of groups

  private final int height;
  private final int width;
  private final int side;
  private final int step;
  private final int members;
  private final int[][][] origins;
  private final Crew crew;

  /** Combines one group. */
  @FunctionalInterface
  interface Combination {
    void apply(Group group, int[] origins);
  }

  /**
   * What combined patches give, averaged where they overlap, the surer the heavier.
   *
   * @param estimate the truth as they have it
   * @param mixed the same with some noise left
   */
  record Outcome(Planes estimate, Planes mixed) {}

  /**
   * Searches.
   *
   * @param plane {@code [H, W]}
   * @param most side of patches, in pixels; of smaller planes they are the whole
   * @param members patches of a group
   */
  Groups(float[] plane, int height, int width, int most, int members, Crew crew) {
    this.height = height;
    this.width = width;
    this.side = Math.min(most, Math.min(height, width));
    this.step = Math.min(MOST_STEP, this.side);
    this.members = members;
    this.crew = crew;
    this.origins = new int[places(height)][][];
    int[] columns = new int[places(width)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = place(i, width);
    }
    crew.each(bands(), band -> search(band, plane, columns));
  }

  /** How many groups lie along an extent; the last one ends with it. */
  private int places(int extent) {
    return (extent - side + step - 1) / step + 1;
  }

  private int place(int index, int extent) {
    return Math.min(index * step, extent - side);
  }

  private int bands() {
    return (origins.length + BAND - 1) / BAND;
  }

  private void search(int band, float[] plane, int[] columns) {
    Similar similar = new Similar(plane, height, width, side, columns);
    int end = Math.min(origins.length, (band + 1) * BAND);
    for (int row = band * BAND; row < end; row++) {
      similar.compare(place(row, height));
      origins[row] = new int[columns.length][];
      for (int i = 0; i < columns.length; i++) {
        origins[row][i] = similar.nearest(i, members);
      }
    }
  }

  /**
   * Combines all groups.
   *
   * @param noisy of the same size as what was searched
   */
  Outcome combine(Planes noisy, Combination combination) {
    Sums[] bands = new Sums[bands()];
    crew.each(bands.length, band -> bands[band] = band(noisy, band * BAND, combination));
    Outcome result = new Outcome(noisy.blank(), noisy.blank());
    float[] weights = new float[height * width];
    for (Sums band : bands) {
      band.addTo(result, weights);
    }
    for (Planes planes : new Planes[] {result.estimate, result.mixed}) {
      for (float[] channel : planes.channels()) {
        for (int i = 0; i < weights.length; i++) {
          channel[i] /= weights[i];
        }
      }
    }
    return result;
  }

  private Sums band(Planes noisy, int first, Combination combination) {
    int last = Math.min(first + BAND, origins.length) - 1;
    int top = Math.max(0, place(first, height) - Similar.REACH);
    int bottom = Math.min(height, place(last, height) + Similar.REACH + side);
    Sums sums = new Sums(top, bottom - top, width, noisy.channels().length);
    Group group = new Group(noisy, side, members);
    for (int row = first; row <= last; row++) {
      for (int[] own : origins[row]) {
        combination.apply(group, own);
        sums.add(group, own, side);
      }
    }
    return sums;
  }

  /** Weighted sums of patches over some rows. */
  private static final class Sums {

    private final int top;
    private final int width;
    private final float[][] estimates;
    private final float[][] mixed;
    private final float[] weights;

    Sums(int top, int rows, int width, int channels) {
      this.top = top;
      this.width = width;
      this.estimates = new float[channels][rows * width];
      this.mixed = new float[channels][rows * width];
      this.weights = new float[rows * width];
    }

    void add(Group group, int[] origins, int side) {
      for (int member = 0; member < origins.length; member++) {
        int origin = origins[member] - top * width;
        float weight = group.weight(member);
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            int to = origin + y * width + x;
            weights[to] += weight;
            for (int c = 0; c < estimates.length; c++) {
              int element = (c * side + y) * side + x;
              estimates[c][to] += weight * group.value(element, member);
              mixed[c][to] += weight * group.mixed(element, member);
            }
          }
        }
      }
    }

    void addTo(Outcome result, float[] allWeights) {
      for (int i = 0; i < weights.length; i++) {
        allWeights[top * width + i] += weights[i];
      }
      for (int c = 0; c < estimates.length; c++) {
        for (int i = 0; i < weights.length; i++) {
          result.estimate.channels()[c][top * width + i] += estimates[c][i];
          result.mixed.channels()[c][top * width + i] += mixed[c][i];
        }
      }
    }
  }
}
