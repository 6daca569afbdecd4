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
   * What combined patches give, averaged where they overlap, the surer the heavier: planes {@code
   * [H, W]}.
   *
   * @param estimate the truth as they have it
   * @param mixed the same with some noise left
   */
  record Outcome(float[] estimate, float[] mixed) {}

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
   * @param noisy plane of the same size as what was searched
   */
  Outcome combine(float[] noisy, Combination combination) {
    Sums[] bands = new Sums[bands()];
    crew.each(bands.length, band -> bands[band] = band(noisy, band * BAND, combination));
    Sums all = new Sums(0, height, width);
    for (Sums band : bands) {
      all.add(band);
    }
    return all.means();
  }

  private Sums band(float[] noisy, int first, Combination combination) {
    int last = Math.min(first + BAND, origins.length) - 1;
    int top = Math.max(0, place(first, height) - Similar.REACH);
    int bottom = Math.min(height, place(last, height) + Similar.REACH + side);
    Sums sums = new Sums(top, bottom - top, width);
    Group group = new Group(noisy, width, side, members);
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
    private final float[] estimate;
    private final float[] mixed;
    private final float[] weights;

    Sums(int top, int rows, int width) {
      this.top = top;
      this.width = width;
      this.estimate = new float[rows * width];
      this.mixed = new float[rows * width];
      this.weights = new float[rows * width];
    }

    void add(Group group, int[] origins, int side) {
      for (int member = 0; member < origins.length; member++) {
        float weight = group.weight(member);
        float[] patch = group.combined(member);
        float[] other = group.mixed(member);
        for (int y = 0; y < side; y++) {
          int to = origins[member] + (y - top) * width;
          for (int x = 0; x < side; x++) {
            weights[to + x] += weight;
            estimate[to + x] += weight * patch[y * side + x];
            mixed[to + x] += weight * other[y * side + x];
          }
        }
      }
    }

    /** Adds the sums over some of these rows. */
    void add(Sums band) {
      int from = (band.top - top) * width;
      for (int i = 0; i < band.weights.length; i++) {
        weights[from + i] += band.weights[i];
        estimate[from + i] += band.estimate[i];
        mixed[from + i] += band.mixed[i];
      }
    }

    Outcome means() {
      for (int i = 0; i < weights.length; i++) {
        estimate[i] /= weights[i];
        mixed[i] /= weights[i];
      }
      return new Outcome(estimate, mixed);
    }
  }
}
