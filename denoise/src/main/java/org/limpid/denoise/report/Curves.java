package org.limpid.denoise.report;

import java.util.Arrays;
import org.limpid.denoise.Image;

/** Histogram and power spectrum of an image before and after. */
final class Curves {
  private static final int BINS = 96;

  private Curves() {}

  /** How often each brightness occurs, in the first channel. */
  static String histogram(Image before, Image after) {
    float[] first = channel(before);
    float[] second = channel(after);
    float[] sorted = first.clone();
    Arrays.sort(sorted);
    double low = sorted[(int) (0.001 * (sorted.length - 1))];
    double high = sorted[(int) (0.999 * (sorted.length - 1))];
    double width = binWidth(low, high, before.type().isInteger());
    int bins = (int) Math.ceil((high - low) / width) + 1;
    double[] places = new double[bins];
    Arrays.setAll(places, i -> low + i * width);
    return new Chart("How often each brightness occurs", "brightness")
        .logarithmic()
        .add(new Chart.Line("first", places, shares(first, low, width, bins)))
        .add(new Chart.Line("second", places, shares(second, low, width, bins)))
        .draw();
  }

  /**
   * Whole numbers for whole-numbered images: else some bins would hold more of them than others.
   */
  private static double binWidth(double low, double high, boolean whole) {
    double width = high > low ? (high - low) / BINS : 1;
    return whole ? Math.max(1, Math.ceil(width)) : width;
  }

  /** Per cent of the samples in each bin. */
  private static double[] shares(float[] samples, double low, double width, int bins) {
    double[] shares = new double[bins];
    for (float sample : samples) {
      long bin = Math.round((sample - low) / width);
      if (bin >= 0 && bin < bins) {
        shares[(int) bin] += 100.0 / samples.length;
      }
    }
    return shares;
  }

  /** Power at each frequency, before, after, and of what was taken away. */
  static String spectrum(Image before, Image after, Image difference) {
    double[] frequencies = Spectrum.frequencies();
    Chart chart = new Chart("Power by frequency", "cycles per pixel").logarithmic();
    Image[] images = {before, after, difference};
    String[] styles = {"first", "second", "third"};
    for (int i = 0; i < images.length; i++) {
      double[] power = Spectrum.of(images[i]);
      if (power.length > 0) {
        chart.add(new Chart.Line(styles[i], frequencies, power));
      }
    }
    return chart.draw();
  }

  private static float[] channel(Image plane) {
    float[] all = plane.samples();
    float[] first = new float[all.length / plane.channels()];
    for (int p = 0; p < first.length; p++) {
      first[p] = all[p * plane.channels()];
    }
    return first;
  }
}
