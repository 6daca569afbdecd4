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
 * combination of all of them, whose weights minimise the expected error (LIChI: S. Herbreteau and
 * C. Kervrann, Linear combinations of patches are unreasonably effective for single-image
 * denoising, 2024, which repeats what their NL-Ridge of 2022 does once).
 *
 * <pre>{@code
 * Image clean = new SimilarPatches().denoise(Image.read(Path.of("noisy.png")));
 * }</pre>
 *
 * <p>Good where images repeat themselves, as sharp photographs do, and where noise is white: noise
 * that neighbouring pixels share is taken for texture. An image of 256 x 256 pixels takes two
 * seconds of processor time.
 *
 * <p>First, patches are combined with the weights that would be best to foretell them from even
 * noisier ones. Then, round by round, the last estimate is taken for the truth to find better
 * weights, and what is combined has less noise left. Sizes of patches are the authors'; groups are
 * smaller and searched once, and there are fewer rounds, which is three times as fast and 0.02 dB
 * worse. Immutable, thread-safe.
 */
public final class SimilarPatches {

  private static final int FIRST_SIDE = 11;
  private static final int FIRST_MEMBERS = 16;
  private static final int SIDE = 6;
  private static final int MEMBERS = 48;
  private static final int ROUNDS = 6;

  /** Share of the noise that is left in the mixture of the first round, if there were many. */
  private static final double LEFT = 0.75;

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
   * Removes noise, plane by plane. Channels are searched together and combined each by itself,
   * after a change of colours that makes them independent (as CBM3D does with a fixed one). Nothing
   * is clipped or rounded; opacity passes through. Samples that are no finite numbers stay what
   * they are.
   *
   * @param noisy not modified
   * @return the same size, type and metadata
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
    Planes even = noise.forward(noisy);
    ChannelBasis basis = ChannelBasis.of(even);
    Planes turned = basis.forward(even);
    float[] leading = turned.channels()[0];
    Crew crew = Crew.of(device);
    Groups large =
        new Groups(leading, noisy.height(), noisy.width(), FIRST_SIDE, FIRST_MEMBERS, crew);
    Groups small = new Groups(leading, noisy.height(), noisy.width(), SIDE, MEMBERS, crew);
    Planes result = turned.blank();
    for (int c = 0; c < result.channels().length; c++) {
      result.channels()[c] = denoise(turned.channels()[c], large, small);
    }
    return noise.back(basis.back(result));
  }

  private static float[] denoise(float[] noisy, Groups large, Groups small) {
    float[] estimate = large.combine(noisy, Group::combine).estimate();
    float[] current = noisy;
    for (int round = 1; round <= ROUNDS; round++) {
      double left = LEFT * (ROUNDS - round) / ROUNDS;
      float[] before = current;
      float[] truth = estimate;
      Groups.Outcome outcome =
          small.combine(noisy, (group, origins) -> group.combine(origins, before, truth, left));
      estimate = outcome.estimate();
      current = outcome.mixed();
    }
    return estimate;
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
