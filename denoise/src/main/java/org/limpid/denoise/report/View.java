package org.limpid.denoise.report;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/**
 * Part of one plane of several images of the same size, shown alike: at most {@value #LARGEST}
 * pixels a side, never shrunk, since shrinking averages noise away, and with the same black and
 * white for all.
 */
final class View {
  static final int LARGEST = 768;
  private static final int DETAIL = 96;

  private final int frame;
  private final int slice;
  private final int y;
  private final int x;
  private final int rows;
  private final int columns;

  private View(int frame, int slice, int y, int x, int rows, int columns) {
    this.frame = frame;
    this.slice = slice;
    this.y = y;
    this.x = x;
    this.rows = rows;
    this.columns = columns;
  }

  /** Middle of the middle slice of the first frame. */
  static View middleOf(Image image) {
    int rows = Math.min(image.height(), LARGEST);
    int columns = Math.min(image.width(), LARGEST);
    return new View(
        0,
        image.depth() / 2,
        (image.height() - rows) / 2,
        (image.width() - columns) / 2,
        rows,
        columns);
  }

  /** The square of this view in which an image varies most. */
  View detailOf(Image image) {
    int side = Math.min(DETAIL, Math.min(rows, columns));
    int step = Math.max(1, side / 4);
    View best = new View(frame, slice, y, x, side, side);
    double most = -1;
    for (int top = y; top + side <= y + rows; top += step) {
      for (int left = x; left + side <= x + columns; left += step) {
        View candidate = new View(frame, slice, top, left, side, side);
        double variance = variance(candidate.samples(image));
        if (variance > most) {
          most = variance;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** What of an image is shown, as an image of one plane. */
  Image of(Image image) {
    return Image.wrap(samples(image), 1, 1, rows, columns, image.channels());
  }

  BufferedImage picture(Image image, double black, double white) {
    return of(image).toBufferedImage(0, 0, black, white);
  }

  /**
   * Values to show black and white: all of the denoised image but for its 0.2 % darkest and
   * brightest samples, and as much of the noise that the noisy one does not look cut off.
   */
  double[] limits(Image noisy, Image denoised) {
    if (denoised.type() == SampleType.UINT8 && denoised.channels() == 3) {
      return new double[] {0, 255};
    }
    float[] before = sorted(noisy);
    float[] after = sorted(denoised);
    double low = Math.min(percentile(after, 0.2), percentile(before, 4));
    double high = Math.max(percentile(after, 99.8), percentile(before, 96));
    double margin = high > low ? 0.02 * (high - low) : 0.5;
    return new double[] {low - margin, high + margin};
  }

  private float[] sorted(Image image) {
    float[] samples = samples(image);
    Arrays.sort(samples);
    return samples;
  }

  private static double percentile(float[] sorted, double percent) {
    return sorted[(int) Math.round(percent / 100 * (sorted.length - 1))];
  }

  int frame() {
    return frame;
  }

  int slice() {
    return slice;
  }

  int y() {
    return y;
  }

  int x() {
    return x;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Whether an image is larger than this. */
  boolean isPartOf(Image image) {
    return rows < image.height() || columns < image.width();
  }

  /** Where this is in an image, in words; empty if it is all there is to see. */
  String place(Image image) {
    StringBuilder text = new StringBuilder();
    if (isPartOf(image)) {
      text.append("rows " + y + " to " + (y + rows - 1) + ", columns " + x + " to ")
          .append(x + columns - 1);
    }
    if (image.depth() > 1) {
      text.append(text.isEmpty() ? "" : ", ")
          .append("slice " + (slice + 1) + " of ")
          .append(image.depth());
    }
    if (image.frames() > 1) {
      text.append(text.isEmpty() ? "" : ", ").append("frame 1 of " + image.frames());
    }
    return text.toString();
  }

  /**
   * What is no finite number is shown as the mean of the rest: pictures and curves need numbers.
   */
  private float[] samples(Image image) {
    float[] samples = new float[rows * columns * image.channels()];
    image.copyRegion(frame, slice, y, x, rows, columns, samples, 0);
    double sum = 0;
    int count = 0;
    for (float sample : samples) {
      sum += Float.isFinite(sample) ? sample : 0;
      count += Float.isFinite(sample) ? 1 : 0;
    }
    for (int i = 0; i < samples.length && count < samples.length; i++) {
      samples[i] = Float.isFinite(samples[i]) ? samples[i] : (float) (sum / Math.max(1, count));
    }
    return samples;
  }

  private static double variance(float[] samples) {
    double sum = 0;
    double squares = 0;
    for (float sample : samples) {
      sum += sample;
      squares += (double) sample * sample;
    }
    return squares / samples.length - sum / samples.length * (sum / samples.length);
  }
}
