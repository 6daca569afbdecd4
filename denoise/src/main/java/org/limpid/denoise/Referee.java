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
 * holds for photon noise. Pixels that a denoiser learned from are not judged, since f must not
 * depend on their noise in other ways.
 */
final class Referee {

  /** More than most networks see: the excerpt's border has no influence. */
  private static final int MARGIN = 32;

  private static final int DEPTH_MARGIN = 8;

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
    noise = sampler.heldOut().isEmpty() ? null : TargetNoise.of(images, scale);
    NoiseModel known = noise;
    if (known != null) {
      for (int i = 0; i < sampler.heldOut().size(); i++) {
        RandomKey key = new RandomKey(seed, Purposes.EXAMINATION, -1 - i);
        excerpts.add(excerpt(data, sampler, sampler.heldOut().get(i), known, key));
      }
    }
  }

  private Excerpt excerpt(
      TrainingData data, PatchSampler sampler, Window window, NoiseModel known, RandomKey key) {
    int deep = data.volumetric() ? DEPTH_MARGIN : 0;
    Size3 size = window.size();
    Size3 from =
        new Size3(
            window.from().depth() - deep,
            window.from().height() - MARGIN,
            window.from().width() - MARGIN);
    Size3 whole =
        new Size3(size.depth() + 2 * deep, size.height() + 2 * MARGIN, size.width() + 2 * MARGIN);
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
          counted.values()[counted.index(z + deep, y + MARGIN, x + MARGIN, 0)] =
              inner.values()[inner.index(z, y, x, 0)];
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
    if (noise == null) {
      return TargetNoise.UNKNOWN;
    }
    return null;
  }

  /** How close a denoiser's results are to the truth, as a mean square on the network's scale. */
  Finding judge(Denoiser denoiser) {
    NoiseModel known = noise;
    String reason = reason();
    if (known == null || reason != null) {
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
    return new Finding(QualityEstimate.of(sums.risk / sums.count, floor, margin, false), null);
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
