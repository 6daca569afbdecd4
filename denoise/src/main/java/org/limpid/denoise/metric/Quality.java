package org.limpid.denoise.metric;

import java.nio.FloatBuffer;
import org.limpid.denoise.Image;

/**
 * Closeness of a result to a reference of the same size.
 *
 * <p>Samples of all frames, slices and channels count alike; opacity does not count. Nothing is
 * clipped or rounded first. With a fit, {@code gain * result + offset} is compared instead of the
 * result, where gain and offset minimise the squared error over the whole image.
 *
 * <pre>{@code
 * double decibels = Quality.of(clean, denoiser.denoise(noisy), 255, false).psnr();
 * }</pre>
 *
 * @param psnr peak signal-to-noise ratio, {@code 10 log10(range^2 / MSE)} in dB; infinite for equal
 *     images
 * @param ssim mean structural similarity, at most 1; see {@link #of}
 * @param nrmse root of the mean squared error over the reference's own range (largest minus
 *     smallest sample); 0 for equal images, infinite if the reference is constant and the result
 *     differs
 * @param gain factor the result was multiplied by, 1 without a fit
 * @param offset value then added, 0 without a fit
 */
public record Quality(double psnr, double ssim, double nrmse, double gain, double offset) {

  /**
   * Measures a result.
   *
   * <p>SSIM after Wang, Bovik, Sheikh and Simoncelli (2004): Gaussian window of 11 x 11 with sigma
   * 1.5, population (co)variances, K1 = 0.01, K2 = 0.03, its mean taken over the windows that lie
   * inside the plane, so that no border is invented, then over planes and channels. These are the
   * settings under which scikit-image says it matches the paper ({@code gaussian_weights=True,
   * sigma=1.5, use_sample_covariance=False}).
   *
   * @param reference what the result should be. Not modified.
   * @param result image of the same size. Not modified.
   * @param range range of possible values, for PSNR and SSIM: 255 for 8-bit images
   * @param fit whether to fit gain and offset first
   * @throws IllegalArgumentException if sizes differ, a side is below 11 pixels, a sample is NaN or
   *     infinite, or the range is not positive
   */
  public static Quality of(Image reference, Image result, double range, boolean fit) {
    check(reference, result, range);
    double gain = 1;
    double offset = 0;
    if (fit) {
      Moments moments = Moments.of(reference, result);
      gain = moments.gain();
      offset = moments.offset();
    }
    double error = meanSquaredError(reference, result, gain, offset);
    double spread = rangeOf(reference);
    return new Quality(
        10 * StrictMath.log10(range * range / error),
        Ssim.mean(reference, result, range, gain, offset),
        error == 0 ? 0 : Math.sqrt(error) / spread,
        gain,
        offset);
  }

  /** Largest minus smallest sample of an image: the range to use where no other is agreed. */
  public static double rangeOf(Image image) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      FloatBuffer samples = image.plane(plane / image.depth(), plane % image.depth());
      for (int i = 0; i < samples.limit(); i++) {
        min = Math.min(min, samples.get(i));
        max = Math.max(max, samples.get(i));
      }
    }
    return (double) max - min;
  }

  private static double meanSquaredError(
      Image reference, Image result, double gain, double offset) {
    double sum = 0;
    long count = 0;
    for (int plane = 0; plane < reference.frames() * reference.depth(); plane++) {
      FloatBuffer a = reference.plane(plane / reference.depth(), plane % reference.depth());
      FloatBuffer b = result.plane(plane / reference.depth(), plane % reference.depth());
      double planeSum = 0;
      for (int i = 0; i < a.limit(); i++) {
        double error = gain * b.get(i) + offset - a.get(i);
        planeSum += error * error;
      }
      sum += planeSum;
      count += a.limit();
    }
    return sum / count;
  }

  private static void check(Image reference, Image result, double range) {
    if (reference.frames() != result.frames()
        || reference.depth() != result.depth()
        || reference.height() != result.height()
        || reference.width() != result.width()
        || reference.channels() != result.channels()) {
      throw new IllegalArgumentException(
          "Quality.of: reference is "
              + reference
              + ", result is "
              + result
              + " (expected: equal sizes)");
    }
    if (!(range > 0) || Double.isInfinite(range)) {
      throw new IllegalArgumentException(
          "Quality.of: range " + range + " (expected: finite and > 0, such as 255 for uint8)");
    }
    if (Math.min(reference.height(), reference.width()) < Ssim.WINDOW) {
      throw new IllegalArgumentException(
          "Quality.of: image is "
              + reference
              + " (expected: at least "
              + Ssim.WINDOW
              + " x "
              + Ssim.WINDOW
              + " pixels, the window of SSIM)");
    }
    checkFinite("reference", reference);
    checkFinite("result", result);
  }

  private static void checkFinite(String name, Image image) {
    int row = image.width() * image.channels();
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      FloatBuffer samples = image.plane(plane / image.depth(), plane % image.depth());
      for (int i = 0; i < samples.limit(); i++) {
        if (!Float.isFinite(samples.get(i))) {
          throw new IllegalArgumentException(
              "Quality.of: "
                  + name
                  + " holds "
                  + samples.get(i)
                  + " in plane "
                  + plane
                  + ", row "
                  + i / row
                  + ", column "
                  + i % row / image.channels()
                  + " (expected: finite samples). Replace it first.");
        }
      }
    }
  }
}
