package org.limpid.denoise.synthetic;

import java.util.random.RandomGenerator;
import org.limpid.denoise.Image;
import org.limpid.random.RandomKey;

/**
 * Spoils a clean image. Nothing is clipped or rounded; the same seed gives the same noise.
 *
 * <pre>{@code
 * Image noisy = Noise.poissonGaussian(4, 10).apply(Specimen.CELLS.image(512, 512, 1), 1);
 * }</pre>
 */
@FunctionalInterface
public interface Noise {

  /**
   * The image with noise.
   *
   * @param clean not modified
   * @param seed chooses the noise
   */
  Image apply(Image clean, long seed);

  /**
   * White Gaussian noise.
   *
   * @param deviation its standard deviation, at least 0
   */
  static Noise gaussian(double deviation) {
    check("deviation", deviation, 0);
    return (clean, seed) -> {
      RandomGenerator random = generator(seed, 1);
      float[] samples = clean.samples();
      for (int i = 0; i < samples.length; i++) {
        samples[i] += (float) (deviation * random.nextGaussian());
      }
      return clean.withSamples(samples);
    };
  }

  /**
   * What a camera does: photons arrive at random, then reading adds white noise, {@code gain ·
   * Poisson(x / gain) + N(0, deviation)}.
   *
   * @param gain gray levels per photon, above 0: the larger, the noisier
   * @param deviation standard deviation of the read noise, at least 0
   */
  static Noise poissonGaussian(double gain, double deviation) {
    check("gain", gain, Double.MIN_NORMAL);
    check("deviation", deviation, 0);
    return (clean, seed) -> {
      RandomGenerator random = generator(seed, 2);
      float[] samples = clean.samples();
      for (int i = 0; i < samples.length; i++) {
        double photons = Poisson.draw(Math.max(0, samples[i]) / gain, random);
        samples[i] = (float) (gain * photons + deviation * random.nextGaussian());
      }
      return clean.withSamples(samples);
    };
  }

  /**
   * Gaussian noise that is alike in neighbouring pixels: white noise, averaged over a square of
   * {@code 2·radius + 1} pixels in each plane and scaled up again. Blind spots cannot remove it.
   *
   * @param deviation its standard deviation, at least 0
   * @param radius reach of the average, at least 0 (white)
   */
  static Noise correlated(double deviation, int radius) {
    check("deviation", deviation, 0);
    check("radius", radius, 0);
    return (clean, seed) -> {
      RandomGenerator random = generator(seed, 3);
      float[] samples = clean.samples();
      int height = clean.height();
      int row = clean.width() * clean.channels();
      int side = 2 * radius + 1;
      for (int plane = 0; plane < samples.length / (height * row); plane++) {
        for (int c = 0; c < clean.channels(); c++) {
          double[] field = BoxBlur.whiteBlurred(height, clean.width(), side, random);
          for (int i = 0; i < field.length; i++) {
            samples[plane * height * row + i * clean.channels() + c] +=
                (float) (deviation * field[i] / side);
          }
        }
      }
      return clean.withSamples(samples);
    };
  }

  private static RandomGenerator generator(long seed, int kind) {
    return new RandomKey(seed, 0x4e4f_4953, kind).generator();
  }

  private static void check(String name, double value, double least) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "noise " + name + ": " + value + " (expected: finite, " + (least > 0 ? "> 0)" : ">= 0)"));
    }
  }
}
