package org.limpid.denoise.similar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.Image;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Pixels;
import org.limpid.tensor.Device;

/**
 * Removes noise without learning: patches that look alike are gathered, and each becomes a linear
 * combination of all of them, whose weights minimise the expected error (NL-Ridge: S. Herbreteau
 * and C. Kervrann, Towards a unified view of unsupervised non-local methods for image denoising:
 * the NL-Ridge approach, 2022).
 *
 * <pre>{@code
 * Image clean = new SimilarPatches().denoise(Image.read(Path.of("noisy.png")));
 * }</pre>
 *
 * <p>Good where images repeat themselves, as sharp photographs do, and where noise is white: noise
 * that neighbouring pixels share is taken for texture. An image of 256 x 256 pixels takes a few
 * seconds of processor time.
 *
 * <p>Two rounds: the first minimises Stein's unbiased estimate of the error, the second takes the
 * first's result for the truth. Sizes of patches and groups are the authors', by the noise level.
 * Immutable, thread-safe.
 */
public final class SimilarPatches {

  /**
   * Sizes for noise of at most a part of what the image shows, both as deviations.
   *
   * @param sides of patches, in pixels, in the first and the second round
   * @param members patches of a group, in the first and the second round
   */
  private record Sizes(double noise, int[] sides, int[] members) {}

  private static final Sizes[] SIZES = {
    new Sizes(0.38, new int[] {7, 7}, new int[] {18, 55}),
    new Sizes(0.75, new int[] {9, 9}, new int[] {18, 90}),
    new Sizes(Double.POSITIVE_INFINITY, new int[] {11, 9}, new int[] {20, 120})
  };

  private final @Nullable Stabilizer stabilizer;
  private final Device device;

  /** For noise that is estimated on each image, with all cores of the processor. */
  public SimilarPatches() {
    this(null, Device.cpu());
  }

  private SimilarPatches(@Nullable Stabilizer stabilizer, Device device) {
    this.stabilizer = stabilizer;
    this.device = device;
  }

  /** The same for noise that is known. */
  public SimilarPatches withNoise(Stabilizer value) {
    return new SimilarPatches(value, device);
  }

  /** The same with a device's threads of the processor. Any number gives the same bits. */
  public SimilarPatches withDevice(Device value) {
    return new SimilarPatches(stabilizer, value);
  }

  /**
   * Removes noise, plane by plane, from all channels of a plane together. Nothing is clipped or
   * rounded; opacity passes through. Samples that are no finite numbers stay what they are.
   *
   * @param noisy not modified
   * @return the same size, type and metadata
   * @throws IllegalArgumentException if a plane is smaller than a patch
   */
  public Image denoise(Image noisy) {
    Stabilizer noise = stabilizer == null ? Stabilizer.of(noisy) : stabilizer;
    int plane = noisy.height() * noisy.width() * noisy.channels();
    float[] samples = noisy.samples();
    float[] whole = withoutGaps(noisy, samples);
    float[] result = new float[samples.length];
    for (int from = 0; from < samples.length; from += plane) {
      float[] own = new float[plane];
      System.arraycopy(whole, from, own, 0, plane);
      denoise(Planes.of(own, noisy.height(), noisy.width()), noise).copyTo(result, from);
    }
    for (int i = 0; i < result.length; i++) {
      result[i] = Float.isFinite(samples[i]) ? result[i] : samples[i];
    }
    return noisy.withSamples(result);
  }

  private Planes denoise(Planes noisy, Stabilizer noise) {
    Crew crew = Crew.of(device);
    Planes even = noise.forward(noisy);
    Sizes sizes = sizes(even);
    Planes pilot = new RidgeRound(even, even, sizes.sides[0], sizes.members[0], false).run(crew);
    return noise.back(
        new RidgeRound(even, pilot, sizes.sides[1], sizes.members[1], true).run(crew));
  }

  /** By how strong noise is beside what is shown; the authors go by 8-bit photographs. */
  private static Sizes sizes(Planes even) {
    double shown = 0;
    for (float[] channel : even.channels()) {
      double sum = 0;
      double squares = 0;
      for (float value : channel) {
        sum += value;
        squares += (double) value * value;
      }
      double mean = sum / channel.length;
      shown += Math.max(0, squares / channel.length - mean * mean - 1) / even.channels().length;
    }
    int i = 0;
    while (1 > SIZES[i].noise * Math.sqrt(shown)) {
      i++;
    }
    return SIZES[i];
  }

  /** With means of those around in place of samples that are no finite numbers. */
  private static float[] withoutGaps(Image image, float[] samples) {
    int channels = image.channels();
    double[] sums = new double[channels];
    long[] counts = new long[channels];
    boolean isWhole = true;
    for (int i = 0; i < samples.length; i++) {
      boolean isFinite = Float.isFinite(samples[i]);
      isWhole &= isFinite;
      sums[i % channels] += isFinite ? samples[i] : 0;
      counts[i % channels] += isFinite ? 1 : 0;
    }
    if (isWhole) {
      return samples;
    }
    Double[] means = new Double[channels];
    Double[] ones = new Double[channels];
    for (int c = 0; c < channels; c++) {
      means[c] = sums[c] / Math.max(1, counts[c]);
      ones[c] = 1.0;
    }
    Normalization scale = new Normalization(List.of(means), List.of(ones), List.of());
    int slices = image.frames() * image.depth();
    Size3 extents = new Size3(slices, image.height(), image.width());
    Pixels filled =
        scale.over(new Pixels(extents, channels, samples)).cut(new Size3(0, 0, 0), extents);
    float[] values = filled.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isFinite(samples[i]) ? samples[i] : scale.undo(values[i], i % channels);
    }
    return values;
  }
}
