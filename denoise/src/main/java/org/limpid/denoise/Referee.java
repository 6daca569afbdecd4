package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PatchSampler;
import org.limpid.denoise.patch.PatchSampler.Window;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.Examination.Finding;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.QualityEstimate;
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
 * down at random (Ramani, Blu and Unser 2008). With v the variance at the noisy value, the same
 * holds for photon noise.
 *
 * <p>What is judged lies all over the images, since errors differ from place to place by more than
 * what little a denoiser knows of the noise of pixels that it learned from. The variance of the
 * noise decides: an error of 1 % of it is 0.4 dB where noise is reduced by 10 dB.
 */
final class Referee {

  /** More than most networks see: the excerpt's border has no influence. */
  private static final int MARGIN = 32;

  private static final int DEPTH_MARGIN = 8;

  /** Side of a place that is judged, and slices of one. */
  private static final int SIDE = 192;

  private static final int SLICES = 16;

  /** Noise of so many pixels is known to 0.4 % of its variance; more would take time. */
  private static final long MOST_PIXELS = 1 << 17;

  /** Small enough to be a derivative, large enough to stand out of rounding. */
  private static final float NUDGE = 0.05f;

  /**
   * A place that is judged, with its surroundings.
   *
   * @param truthless as it was measured, on the network's scale, margins included
   * @param noisy the same as an image
   * @param nudged the same with every value a little off
   * @param signs the directions, 1 or -1
   * @param counted 1 where a pixel is judged, of the extents of the place with margins
   */
  private record Excerpt(
      Pixels truthless, Image noisy, Image nudged, float[] signs, Pixels counted) {}

  private final @Nullable NoiseModel noise;
  private final @Nullable String reason;
  private final Normalization scale;
  private final List<Excerpt> excerpts = new ArrayList<>();

  /**
   * A referee over what is held out.
   *
   * @param images noisy
   * @param data the same, made ready
   * @param sampler knows what is held out
   * @param seed which random numbers
   */
  Referee(List<Image> images, TrainingData data, PatchSampler sampler, long seed) {
    scale = data.normalization();
    boolean isNothingLeft = sampler.heldOut().isEmpty();
    noise = isNothingLeft ? null : TargetNoise.of(images, scale);
    NoiseModel known = noise;
    reason =
        isNothingLeft
            ? "nothing is held out to judge results by"
            : known == null ? TargetNoise.UNKNOWN : null;
    List<Window> places = known == null ? List.of() : places(data);
    for (int i = 0; known != null && i < places.size(); i++) {
      RandomKey key = new RandomKey(seed, Purposes.EXAMINATION, -1 - i);
      excerpts.add(excerpt(data, sampler, places.get(i), known, key));
    }
  }

  /** Places that cover the images, or some of those where the images are large. */
  private static List<Window> places(TrainingData data) {
    List<Window> all = new ArrayList<>();
    long pixels = 0;
    for (int image = 0; image < data.sources().size(); image++) {
      Size3 extents = data.sources().get(image).extents();
      pixels += extents.volume();
      for (int z = 0; z < extents.depth(); z += SLICES) {
        for (int y = 0; y < extents.height(); y += SIDE) {
          for (int x = 0; x < extents.width(); x += SIDE) {
            Size3 size =
                new Size3(
                    Math.min(SLICES, extents.depth() - z),
                    Math.min(SIDE, extents.height() - y),
                    Math.min(SIDE, extents.width() - x));
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

  private Excerpt excerpt(
      TrainingData data, PatchSampler sampler, Window window, NoiseModel known, RandomKey key) {
    Size3 extents = data.sources().get(window.image()).extents();
    Size3 size = window.size();
    Size3 place = window.from();
    // Where the image ends, the excerpt ends too: a network sees no more there in use either.
    Size3 from =
        new Size3(
            Math.max(0, place.depth() - DEPTH_MARGIN),
            Math.max(0, place.height() - MARGIN),
            Math.max(0, place.width() - MARGIN));
    Size3 whole =
        new Size3(
            Math.min(extents.depth(), place.depth() + size.depth() + DEPTH_MARGIN) - from.depth(),
            Math.min(extents.height(), place.height() + size.height() + MARGIN) - from.height(),
            Math.min(extents.width(), place.width() + size.width() + MARGIN) - from.width());
    Pixels cut = data.sources().get(window.image()).cut(from, whole);
    float[] signs = new float[cut.values().length];
    float[] moved = cut.values().clone();
    for (int i = 0; i < signs.length; i++) {
      signs[i] = key.uniform(i) < 0.5f ? -1 : 1;
      moved[i] += (float) (NUDGE * signs[i] * deviation(known, cut, i));
    }
    Pixels counted = Pixels.zeros(whole, 1);
    Pixels inner = sampler.counted(window);
    for (int z = 0; z < size.depth(); z++) {
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          int to =
              counted.index(
                  z + place.depth() - from.depth(),
                  y + place.height() - from.height(),
                  x + place.width() - from.width(),
                  0);
          counted.values()[to] = inner.values()[inner.index(z, y, x, 0)];
        }
      }
    }
    return new Excerpt(cut, image(cut.values(), cut), image(moved, cut), signs, counted);
  }

  private static double deviation(NoiseModel noise, Pixels at, int i) {
    float value = at.values()[i];
    return Math.sqrt(Math.max(0, noise.variance(value, value, i % at.channels())));
  }

  /** On the scale that denoisers are given images on. */
  private Image image(float[] values, Pixels like) {
    float[] raw = new float[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = scale.undo(values[i], i % like.channels());
    }
    Size3 size = like.extents();
    return Image.wrap(raw, 1, size.depth(), size.height(), size.width(), like.channels());
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
    NoiseModel known = noise;
    if (known == null) {
      return new Finding(null, reason);
    }
    Sums sums = new Sums();
    for (Excerpt excerpt : excerpts) {
      add(excerpt, denoiser, known, sums);
    }
    if (sums.count == 0) {
      return new Finding(null, "no pixel that is held out counts");
    }
    double floor = sums.variance / sums.count;
    double chance = Math.sqrt(sums.spread() / sums.count);
    // An error of the variance counts as far as results do not follow the noise.
    double followed = 1 - 2 * sums.followed / sums.variance;
    double margin = Math.hypot(chance, floor * known.relativeError() * followed);
    return new Finding(QualityEstimate.of(sums.risk / sums.count, floor, margin, isFloor), null);
  }

  /** Sums over what is judged. */
  private static final class Sums {
    double count;
    double risk;
    double squares;
    double variance;
    double followed;

    /** Variance of the contributions to the risk. */
    double spread() {
      double mean = risk / count;
      return Math.max(0, squares / count - mean * mean);
    }
  }

  private void add(Excerpt excerpt, Denoiser denoiser, NoiseModel known, Sums sums) {
    float[] results = denoiser.denoise(excerpt.noisy()).samples();
    float[] moved = denoiser.denoise(excerpt.nudged()).samples();
    Pixels measured = excerpt.truthless();
    int channels = measured.channels();
    for (int i = 0; i < results.length; i++) {
      if (excerpt.counted().values()[i / channels] == 0) {
        continue;
      }
      int channel = i % channels;
      float value = measured.values()[i];
      double variance = known.variance(value, value, channel);
      double miss = scale.apply(results[i], channel) - (double) value;
      double change = (moved[i] - (double) results[i]) / scale.deviations().get(channel) / NUDGE;
      double followed = excerpt.signs()[i] * deviation(known, measured, i) * change;
      double risk = miss * miss - variance + 2 * followed;
      sums.count++;
      sums.risk += risk;
      sums.squares += risk * risk;
      sums.variance += variance;
      sums.followed += followed;
    }
  }
}
