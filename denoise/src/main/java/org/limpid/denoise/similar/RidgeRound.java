package org.limpid.denoise.similar;

/**
 * One round of {@link SimilarPatches} over planes whose noise has deviation 1.
 *
 * <p>Groups are made around every fourth pixel of every fourth row. Rows of groups run in parallel,
 * each into sums of its own, which are added in order of the rows: any number of threads gives the
 * same bits.
 */
final class RidgeRound {

  private static final int STEP = 4;
  private static final int BAND = 4; // rows of groups

  private final Planes noisy;
  private final Planes guide;
  private final float[] gray;
  private final int side;
  private final int members;
  private final boolean guided;

  /**
   * A round.
   *
   * @param guide where similar patches are looked for, and with {@code guided} what is taken for
   *     the truth
   * @param side of patches, in pixels
   * @param members patches of a group
   */
  RidgeRound(Planes noisy, Planes guide, int side, int members, boolean guided) {
    if (Math.min(noisy.height(), noisy.width()) < side) {
      throw new IllegalArgumentException(
          "similar patches: image is "
              + noisy.width()
              + " x "
              + noisy.height()
              + " (expected: at least "
              + side
              + " x "
              + side
              + " pixels, a patch)");
    }
    this.noisy = noisy;
    this.guide = guide;
    this.gray = mean(guide);
    this.side = side;
    this.members = members;
    this.guided = guided;
  }

  private static float[] mean(Planes planes) {
    float[] mean = new float[planes.height() * planes.width()];
    for (float[] channel : planes.channels()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += channel[i] / planes.channels().length;
      }
    }
    return mean;
  }

  /** The combined patches, averaged where they overlap, the surer the heavier. */
  Planes run(Crew crew) {
    int rows = places(noisy.height());
    Sums[] bands = new Sums[(rows + BAND - 1) / BAND];
    crew.each(bands.length, band -> bands[band] = band(band * BAND, rows));
    Planes result = noisy.blank();
    float[] weights = new float[noisy.height() * noisy.width()];
    for (Sums band : bands) {
      band.addTo(result, weights);
    }
    for (float[] channel : result.channels()) {
      for (int i = 0; i < weights.length; i++) {
        channel[i] /= weights[i];
      }
    }
    return result;
  }

  /** How many groups lie along an extent; the last one ends with it. */
  private int places(int extent) {
    return (extent - side + STEP - 1) / STEP + 1;
  }

  private int place(int index, int extent) {
    return Math.min(index * STEP, extent - side);
  }

  private Sums band(int first, int rows) {
    int height = noisy.height();
    int width = noisy.width();
    int last = Math.min(first + BAND, rows) - 1;
    int top = Math.max(0, place(first, height) - Similar.REACH);
    int bottom = Math.min(height, place(last, height) + Similar.REACH + side);
    Sums sums = new Sums(top, bottom - top, width, noisy.channels().length);
    int[] columns = new int[places(width)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = place(i, width);
    }
    Similar similar = new Similar(gray, height, width, side, columns);
    Group group = new Group(noisy, guide, side, members, guided);
    for (int row = first; row <= last; row++) {
      similar.compare(place(row, height));
      for (int i = 0; i < columns.length; i++) {
        int[] origins = similar.nearest(i, members);
        group.combine(origins);
        sums.add(group, origins, side);
      }
    }
    return sums;
  }

  /** Weighted sums of patches over some rows. */
  private static final class Sums {

    private final int top;
    private final int width;
    private final float[][] values;
    private final float[] weights;

    Sums(int top, int rows, int width, int channels) {
      this.top = top;
      this.width = width;
      this.values = new float[channels][rows * width];
      this.weights = new float[rows * width];
    }

    void add(Group group, int[] origins, int side) {
      for (int member = 0; member < origins.length; member++) {
        int origin = origins[member] - top * width;
        float weight = group.weight(member);
        for (int c = 0; c < values.length; c++) {
          for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
              int element = (c * side + y) * side + x;
              values[c][origin + y * width + x] += weight * group.value(element, member);
            }
          }
        }
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            weights[origin + y * width + x] += weight;
          }
        }
      }
    }

    void addTo(Planes result, float[] allWeights) {
      for (int i = 0; i < weights.length; i++) {
        allWeights[top * width + i] += weights[i];
      }
      for (int c = 0; c < values.length; c++) {
        for (int i = 0; i < weights.length; i++) {
          result.channels()[c][top * width + i] += values[c][i];
        }
      }
    }
  }
}
