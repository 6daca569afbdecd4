package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.FineNoise.Law;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.training.Examination.Finding;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.random.RandomKey;

/**
 * Judges denoisers of any kind by the same noisy pixels, as they are applied, without a truth: for
 * those who see the pixel that they are judged by, too.
 *
 * <p>Stein's unbiased estimate of the risk (Stein 1981): if y is x and independent noise of
 * variance v, the mean of {@code (f(y) − y)² − v + 2·v·∂f(y)/∂y} is that of {@code (f(y) − x)²}.
 * The last term is what a denoiser gains in closeness to y by following y's noise. It is measured
 * by a second run in which every value is nudged by a small part of its noise's deviation, up or
 * down at random (Ramani, Blu and Unser 2008). Similar patches, which change in small jumps, have
 * no derivative; the formula then holds for their mean over such nudges, which is about as close to
 * the truth as they are. With v the variance at the noisy value, the same holds for photon noise.
 *
 * <p>What is judged lies all over the images, since errors differ from place to place by more than
 * what little a denoiser knows of the noise of pixels that it learned from. The variance of the
 * noise decides: an error of 1 % of it is 0.4 dB where noise is reduced by 10 dB. So it is
 * {@linkplain FineNoise measured again} on the very pixels that are judged.
 */
final class Referee {

  /** Side of a place that is judged: of small images the whole, of others some places all over. */
  private static final int SIDE = 512;

  private static final int SIDE_OF_MANY = 192;
  private static final int SLICES = 16;

  /** Noise of so many pixels is known to 0.3 % of its variance; more would take time. */
  private static final long MOST_PIXELS = 1 << 18;

  /** Of the noise's deviation: small enough for a derivative, large enough to beat rounding. */
  private static final double NUDGE = 0.05;

  /** The same for what changes in small jumps, over which one has to step. */
  private static final double NUDGE_OVER_JUMPS = 0.1;

  /**
   * Patterns of nudges make about so many pixels together: small images, where chance in a pattern
   * counts, get more of them in the time that two take in large ones.
   */
  private static final long NUDGED_PIXELS = 1 << 19;

  private static final long LEAST_PATTERNS = 2;
  private static final long MOST_PATTERNS = 16;

  /** The same for what takes longer than networks do. */
  private static final long SLOWLY_NUDGED_PIXELS = 1 << 18;

  private static final long MOST_SLOW_PATTERNS = 4;

  private static final String NOTHING_HELD_OUT = "nothing is held out to judge results by";

  private final @Nullable NoiseModel rough;
  private final @Nullable String reason;
  private final TrainingData data;
  private final Normalization scale;
  private final List<Excerpt> excerpts = new ArrayList<>();
  private @Nullable NoiseModel noise;
  private boolean isMeasured;

  /**
   * A referee over what is held out.
   *
   * @param images noisy
   * @param data the same, made ready
   * @param sampler knows what is held out
   * @param seed which random numbers
   */
  Referee(List<Image> images, TrainingData data, PatchSampler sampler, long seed) {
    this.data = data;
    scale = data.normalization();
    boolean isNothingLeft = sampler.heldOut().isEmpty();
    rough = isNothingLeft ? null : TargetNoise.roughly(images, scale);
    List<Window> places = rough == null ? List.of() : places(data);
    for (int i = 0; i < places.size(); i++) {
      RandomKey key = new RandomKey(seed, Purposes.EXAMINATION, -1 - i);
      excerpts.add(Excerpt.of(data, sampler, places.get(i), key));
    }
    boolean isNothingCounted = excerpts.stream().allMatch(Referee::isEmpty);
    reason =
        isNothingLeft
            ? NOTHING_HELD_OUT
            : rough == null
                ? TargetNoise.UNKNOWN
                : isNothingCounted ? "no pixel that is held out counts" : null;
  }

  private static boolean isEmpty(Excerpt excerpt) {
    for (float counts : excerpt.counted().values()) {
      if (counts != 0) {
        return false;
      }
    }
    return true;
  }

  /** Places that cover the images, or some of those where the images are large. */
  private static List<Window> places(TrainingData data) {
    List<Window> all = new ArrayList<>();
    long pixels = data.sources().stream().mapToLong(source -> source.extents().volume()).sum();
    int side = pixels <= MOST_PIXELS ? SIDE : SIDE_OF_MANY;
    for (int image = 0; image < data.sources().size(); image++) {
      Size3 extents = data.sources().get(image).extents();
      for (int z = 0; z < extents.depth(); z += SLICES) {
        for (int y = 0; y < extents.height(); y += side) {
          for (int x = 0; x < extents.width(); x += side) {
            Size3 size =
                new Size3(
                    Math.min(SLICES, extents.depth() - z),
                    Math.min(side, extents.height() - y),
                    Math.min(side, extents.width() - x));
            all.add(new Window(image, new Size3(z, y, x), size));
          }
        }
      }
    }
    int every = (int) Math.max(1, pixels / MOST_PIXELS);
    List<Window> some = new ArrayList<>();
    for (int i = Math.min(every, all.size()) / 2; i < all.size(); i += every) {
      some.add(all.get(i));
    }
    return some;
  }

  /**
   * A denoiser with a judgement of it, by what was held out from its training.
   *
   * @param isFloor whether its validation losses are mean squared errors against noisy pixels
   */
  static Denoiser judged(
      Denoiser denoiser,
      List<Image> images,
      TrainingData data,
      TrainingOptions training,
      boolean isFloor) {
    if (denoiser.history().steps() == 0) {
      return denoiser;
    }
    PatchSampler sampler = data.sampler(training, data.patch(training, denoiser.multiple()));
    return denoiser.judged(
        new Referee(images, data, sampler, training.seed()).judge(denoiser, isFloor));
  }

  /** Why nobody can be judged, a few words for people; null if everybody can. */
  @Nullable String reason() {
    return reason;
  }

  /**
   * How close a denoiser's results are to the truth, as a mean square on the network's scale.
   *
   * @param isFloor whether its validation losses are mean squared errors against noisy pixels
   */
  Finding judge(Denoiser denoiser, boolean isFloor) {
    return judge(denoiser, null, isFloor);
  }

  /**
   * The same, if what the denoiser makes of the images is known already.
   *
   * @param results in the order of the images; null if not
   */
  Finding judge(Denoiser denoiser, @Nullable List<Image> results, boolean isFloor) {
    NoiseModel known = noise();
    if (known == null) {
      return new Finding(null, reason == null ? TargetNoise.UNKNOWN : reason);
    }
    TrainingData made = results == null ? null : data.like(results);
    return new Finding(see(denoiser, made, known).under(known, isFloor), null);
  }

  /** What a denoiser makes of the pixels. */
  private Judgement see(Denoiser denoiser, @Nullable TrainingData made, NoiseModel known) {
    double[] nudges = new double[scale.channels()];
    for (int c = 0; c < nudges.length; c++) {
      double nudge = denoiser.isJumping() ? NUDGE_OVER_JUMPS : NUDGE;
      nudges[c] = nudge * Math.sqrt(usualVariance(known, c));
    }
    int patterns = denoiser.isJumping() ? slowPatterns(pixels()) : patterns(pixels());
    return Judgement.of(denoiser, excerpts, made, nudges, patterns, scale);
  }

  private static int patterns(long pixels) {
    long most = Math.min(MOST_PATTERNS, NUDGED_PIXELS / pixels);
    return (int) Long.highestOneBit(Math.max(LEAST_PATTERNS, most));
  }

  /**
   * How many patterns of nudges similar patches are judged by. By one, chance is 0.2 dB in 256 x
   * 256 pixels.
   */
  static int slowPatterns(long pixels) {
    long most = Math.min(MOST_SLOW_PATTERNS, SLOWLY_NUDGED_PIXELS / pixels);
    return (int) Long.highestOneBit(Math.max(1, most));
  }

  private long pixels() {
    return excerpts.stream().mapToLong(excerpt -> excerpt.size().volume()).sum();
  }

  private double usualVariance(NoiseModel known, int channel) {
    double sum = 0;
    long count = 0;
    for (Excerpt excerpt : excerpts) {
      float[] values = excerpt.measured().values();
      for (int i = channel; i < values.length; i += excerpt.channels()) {
        if (excerpt.counts(i)) {
          sum += known.varianceAt(values[i], channel);
          count++;
        }
      }
    }
    return sum / count;
  }

  /**
   * The noise of the judged pixels; as diagnosed, where there are too few pixels to measure it
   * again; null if it cannot be told.
   */
  @Nullable NoiseModel noise() {
    if (!isMeasured) {
      isMeasured = true;
      noise = rough == null || reason != null ? null : measured(rough);
    }
    return noise;
  }

  private @Nullable NoiseModel measured(NoiseModel known) {
    List<Double> offsets = new ArrayList<>();
    List<Double> slopes = new ArrayList<>();
    double error = 0;
    for (int c = 0; c < scale.channels(); c++) {
      List<BlockSpectrum> spectra = new ArrayList<>();
      for (Excerpt excerpt : excerpts) {
        spectra.addAll(excerpt.spectra(c));
      }
      Law law = FineNoise.of(spectra);
      if (law == null) {
        return Double.isInfinite(known.relativeError()) ? null : known;
      }
      offsets.add((double) (float) law.offset());
      slopes.add((double) (float) law.slope());
      error = Math.max(error, law.relativeError());
    }
    return Double.isInfinite(error) ? null : new NoiseModel(offsets, slopes, known.floors(), error);
  }
}
