package org.limpid.denoise.patch;

import java.util.ArrayList;
import java.util.List;
import org.limpid.backend.Size3;

/**
 * Brings every channel to a common scale, usually to mean 0 and standard deviation 1. Saved with a
 * model: a network sees numbers on the scale it was trained on, whatever image it is given later.
 *
 * @param means what becomes 0, for each channel
 * @param deviations what 1 means, for each channel, above 0; 1 for a constant channel
 * @param ranges for each channel, the values that are no outliers: those beyond are shown to the
 *     network as the nearest one within. Empty if nothing counts as an outlier
 */
public record Normalization(List<Double> means, List<Double> deviations, List<Range> ranges) {

  /**
   * Values that are no outliers.
   *
   * @param low the smallest
   * @param high the largest
   */
  public record Range(double low, double high) {

    boolean contains(double value) {
      return value >= low && value <= high;
    }

    double clamp(double value) {
      return Math.max(low, Math.min(high, value));
    }
  }

  /** A scale without outliers. */
  public Normalization(List<Double> means, List<Double> deviations) {
    this(means, deviations, List.of());
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the lists differ in length or are empty, a number is not
   *     finite or a deviation is not above 0
   */
  public Normalization {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    ranges = List.copyOf(ranges);
    for (Range range : ranges) {
      if (!(range.low() <= range.high())) {
        throw new IllegalArgumentException("normalization: " + range + " (expected: low <= high)");
      }
    }
    if (!ranges.isEmpty() && ranges.size() != means.size()) {
      throw new IllegalArgumentException(
          "normalization: "
              + ranges.size()
              + " ranges for "
              + means.size()
              + " channels (expected: one for each, or none)");
    }
    if (means.isEmpty() || means.size() != deviations.size()) {
      throw new IllegalArgumentException(
          "normalization: "
              + means.size()
              + " means and "
              + deviations.size()
              + " deviations (expected: one of each for every channel)");
    }
    for (int c = 0; c < means.size(); c++) {
      double mean = means.get(c);
      double deviation = deviations.get(c);
      if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
        throw new IllegalArgumentException(
            "normalization: channel "
                + c
                + " has mean "
                + mean
                + " and deviation "
                + deviation
                + " (expected: finite, deviation > 0)");
      }
    }
  }

  /**
   * That of images: mean and standard deviation of each channel over all their pixels, summed in
   * double precision. Samples that are no finite numbers do not count.
   *
   * @param images at least one, all with the same number of channels, each of which has a finite
   *     sample somewhere
   */
  public static Normalization of(List<? extends PixelSource> images) {
    int channels = images.get(0).channels();
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      double count = 0;
      double total = 0;
      for (PixelSource image : images) {
        count += deviationSum(image, c, 0, 0);
        total += deviationSum(image, c, 0, 1);
      }
      double mean = total / count;
      double squares = 0;
      for (PixelSource image : images) {
        squares += deviationSum(image, c, mean, 2);
      }
      double deviation = Math.sqrt(squares / count);
      means.add(mean);
      deviations.add(deviation > 0 ? deviation : 1);
    }
    return new Normalization(means, deviations);
  }

  private static double deviationSum(PixelSource image, int channel, double centre, int power) {
    Size3 extents = image.extents();
    Size3 line = new Size3(1, 1, extents.width());
    double total = 0;
    for (int z = 0; z < extents.depth(); z++) {
      for (int y = 0; y < extents.height(); y++) {
        float[] samples = image.cut(new Size3(z, y, 0), line).values();
        double row = 0;
        for (int i = channel; i < samples.length; i += image.channels()) {
          if (Float.isFinite(samples[i])) {
            double difference = samples[i] - centre;
            row += power == 0 ? 1 : power == 1 ? difference : difference * difference;
          }
        }
        total += row;
      }
    }
    return total;
  }

  /** Number of channels. */
  public int channels() {
    return means.size();
  }

  /** A sample on the network's scale. */
  public float apply(float value, int channel) {
    double within = ranges.isEmpty() ? value : ranges.get(channel).clamp(value);
    return (float) ((within - means.get(channel)) / deviations.get(channel));
  }

  /** A sample back on the image's scale; the largest number where it is too large for one. */
  public float undo(float value, int channel) {
    double undone = value * deviations.get(channel) + means.get(channel);
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, undone));
  }

  /**
   * A view of a source on the network's scale; nothing is copied. A sample that is no finite number
   * is shown as the mean of those around.
   */
  public PixelSource over(PixelSource raw) {
    return new PixelSource() {
      @Override
      public Size3 extents() {
        return raw.extents();
      }

      @Override
      public int channels() {
        return raw.channels();
      }

      @Override
      public long gaps() {
        return raw.gaps();
      }

      @Override
      public Pixels counted(Size3 from, Size3 size) {
        return raw.counted(from, size);
      }

      @Override
      public float at(int slice, int row, int column, int channel) {
        return cut(new Size3(slice, row, column), Size3.ONE).values()[channel];
      }

      @Override
      public Pixels cut(Size3 from, Size3 size) {
        Pixels pixels = raw.cut(from, size);
        Gaps.fill(raw, from, pixels, means);
        float[] values = pixels.values();
        for (int i = 0; i < values.length; i++) {
          values[i] = apply(values[i], i % channels());
        }
        return pixels;
      }
    };
  }
}
