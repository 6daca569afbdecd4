package org.limpid.denoise.diagnosis;

import java.util.Arrays;
import java.util.List;

/**
 * Which values occur: where the range ends, how many samples pile up there, how fine the steps are.
 *
 * @param min smallest sample
 * @param max largest sample
 * @param median middle sample
 * @param clippedShare share of samples piled up at {@code min}, 0 where they are no more than the
 *     values beside it lead one to expect
 * @param saturatedShare the same at {@code max}
 * @param step distance of neighbouring values that all samples are a multiple of; 0 if there is
 *     none
 * @param levels number of different values between the 5th and 95th percentile
 * @param usedShare share of the steps between the 5th and 95th percentile that occur: below one
 *     where a histogram has gaps, as after stretching the contrast; NaN without steps
 */
public record Levels(
    double min,
    double max,
    double median,
    double clippedShare,
    double saturatedShare,
    double step,
    int levels,
    double usedShare) {
  private static final double LEAST_SHARE = 0.001;
  private static final double PILE = 3;
  private static final int FEWEST = 10;

  /** Looks at the samples of planes. */
  static Levels of(List<Plane> planes) {
    int size = planes.stream().mapToInt(plane -> plane.samples().length).sum();
    float[] sorted = new float[size];
    int filled = 0;
    for (Plane plane : planes) {
      System.arraycopy(plane.samples(), 0, sorted, filled, plane.samples().length);
      filled += plane.samples().length;
    }
    Arrays.sort(sorted);
    return ofSorted(sorted);
  }

  private static Levels ofSorted(float[] sorted) {
    int last = sorted.length - 1;
    while (last > 0 && Float.isNaN(sorted[last])) {
      last--; // NaN is sorted last
    }
    float[] values = new float[last + 1];
    int[] counts = new int[last + 1];
    int different = 0;
    for (int i = 0; i <= last; i++) {
      if (different == 0 || sorted[i] != values[different - 1]) {
        values[different++] = sorted[i];
      }
      counts[different - 1]++;
    }
    double step = step(values, different);
    float low = sorted[(int) (0.05 * last)];
    float high = sorted[(int) (0.95 * last)];
    int inside = 0;
    for (int i = 0; i < different; i++) {
      inside += values[i] >= low && values[i] <= high ? 1 : 0;
    }
    double used = step == 0 ? Double.NaN : inside / (Math.rint((high - low) / step) + 1);
    return new Levels(
        sorted[0],
        sorted[last],
        sorted[last / 2],
        pile(counts, 0, 1, different, last + 1),
        pile(counts, different - 1, -1, different, last + 1),
        step,
        inside,
        used);
  }

  /** Share of samples at an end, if there are far more than at the values beside it. */
  private static double pile(int[] counts, int end, int inward, int different, int size) {
    double share = counts[end] / (double) size;
    if (different < FEWEST || share < LEAST_SHARE) {
      return 0;
    }
    int beside = 0;
    for (int i = 1; i <= 3; i++) {
      beside = Math.max(beside, counts[end + i * inward]);
    }
    return counts[end] > PILE * beside ? share : 0;
  }

  /** Greatest step of which all distances are multiples, to within rounding; 0 if there is none. */
  private static double step(float[] values, int different) {
    if (different < 2) {
      return 0;
    }
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < different; i++) {
      smallest = Math.min(smallest, (double) values[i] - values[i - 1]);
    }
    double scale = Math.max(Math.abs(values[0]), Math.abs(values[different - 1]));
    if (smallest < 16 * Math.ulp((float) scale)) {
      return 0; // finer than a float can tell steps apart
    }
    for (int part = 1; part <= 4; part++) {
      if (fits(values, different, smallest / part, scale)) {
        return smallest / part;
      }
    }
    return 0;
  }

  private static boolean fits(float[] values, int different, double step, double scale) {
    double tolerance = Math.max(0.02, 4 * Math.ulp((float) scale) / step);
    double place = values[0];
    if (tolerance > 0.2) {
      return false;
    }
    for (int i = 1; i < different; i++) {
      // From one value to the next, so that an error of the step does not grow.
      double steps = (values[i] - place) / step;
      if (Math.abs(steps - Math.rint(steps)) > tolerance * Math.max(1, 0.02 * steps)) {
        return false;
      }
      place = values[i];
    }
    return true;
  }

  /** Whether a sample may have been cut off at an end of the range. */
  boolean isCut(float sample) {
    return clippedShare > 0 && sample <= min || saturatedShare > 0 && sample >= max;
  }

  /** Bits that the range from {@code min} to {@code max} takes in such steps; 0 without steps. */
  public int bits() {
    if (step == 0) {
      return 0;
    }
    long steps = Math.round((max - min) / step);
    return steps < 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(steps);
  }
}
