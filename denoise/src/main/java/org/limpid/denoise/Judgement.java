package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.GuidedNoise.Square;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Pixels;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.QualityEstimate;

/**
 * What a denoiser made of the pixels that it is judged by. From it follows how much noise there
 * was, and, for any noise, the risk.
 */
final class Judgement {

  /**
   * One place; all on the network's scale.
   *
   * @param results of the denoiser
   * @param followed by how much each result follows its own pixel: 0 to 1 for an average
   * @param passed what the denoiser made of the nudges over their size: of white noise of variance
   *     1
   */
  private record Outcome(Excerpt excerpt, float[] results, float[] followed, float[] passed) {}

  /**
   * Of the risk: derivatives are measured on few pixels, and stand for photons, which are whole.
   */
  private static final double FORMULA = 0.02;

  private final List<Outcome> outcomes = new ArrayList<>();
  private final int channels;

  private Judgement(int channels) {
    this.channels = channels;
  }

  /**
   * Lets a denoiser work: three runs at each place.
   *
   * @param nudges for each channel, small against the noise
   */
  static Judgement of(
      Denoiser denoiser, List<Excerpt> excerpts, double[] nudges, Normalization scale) {
    Judgement judgement = new Judgement(scale.channels());
    for (Excerpt excerpt : excerpts) {
      float[] results = scaled(denoiser.denoise(excerpt.image(scale)), scale);
      float[] followed = new float[results.length];
      float[] passed = new float[results.length];
      // Of two opposite patterns the mean is taken, in which what pixels of different colours of
      // the chequerboard do to each other cancels out (Bekas, Kokiopoulou and Saad 2007).
      for (boolean isChequered : new boolean[] {true, false}) {
        Image nudged = excerpt.nudged(nudges, isChequered, scale);
        float[] moved = scaled(denoiser.denoise(nudged), scale);
        for (int i = 0; i < moved.length; i++) {
          passed[i] = (float) ((moved[i] - results[i]) / nudges[i % nudges.length]);
          followed[i] += excerpt.sign(i, isChequered) * passed[i] / 2;
        }
      }
      judgement.outcomes.add(new Outcome(excerpt, results, followed, passed));
    }
    return judgement;
  }

  private static float[] scaled(Image result, Normalization scale) {
    float[] values = result.samples();
    for (int i = 0; i < values.length; i++) {
      values[i] = scale.apply(values[i], i % scale.channels());
    }
    return values;
  }

  /** Whole squares of a channel in which every pixel counts. */
  List<Square> squares(int channel) {
    List<Square> squares = new ArrayList<>();
    int side = BlockSpectrum.SIDE;
    for (Outcome outcome : outcomes) {
      Excerpt excerpt = outcome.excerpt();
      for (int z = 0; z < excerpt.size().depth(); z++) {
        for (int y = 0; y + side <= excerpt.size().height(); y += side) {
          for (int x = 0; x + side <= excerpt.size().width(); x += side) {
            int[] places = places(excerpt, z, y, x, channel);
            if (places.length > 0) {
              squares.add(
                  new Square(
                      spectrum(excerpt.measured().values(), places),
                      spectrum(outcome.results(), places),
                      spectrum(outcome.passed(), places)));
            }
          }
        }
      }
    }
    return squares;
  }

  /** Where the values of a square lie; none if one does not count. */
  private static int[] places(Excerpt excerpt, int z, int top, int left, int channel) {
    int side = BlockSpectrum.SIDE;
    int[] places = new int[side * side];
    Pixels all = excerpt.measured();
    for (int k = 0; k < places.length; k++) {
      places[k] =
          all.index(
              excerpt.from().depth() + z,
              excerpt.from().height() + top + k / side,
              excerpt.from().width() + left + k % side,
              channel);
      if (!excerpt.counts(places[k])) {
        return new int[0];
      }
    }
    return places;
  }

  private static BlockSpectrum spectrum(float[] values, int[] places) {
    double[] square = new double[places.length];
    for (int k = 0; k < places.length; k++) {
      square[k] = values[places[k]];
    }
    return BlockSpectrum.of(square);
  }

  /**
   * How close results are to the truth, by Stein's formula.
   *
   * @param isFloor whether validation losses are mean squared errors against noisy pixels
   */
  QualityEstimate under(NoiseModel noise, boolean isFloor) {
    double count = 0;
    double risks = 0;
    double squares = 0;
    double variances = 0;
    double followed = 0;
    for (Outcome outcome : outcomes) {
      float[] measured = outcome.excerpt().measured().values();
      for (int i = 0; i < measured.length; i++) {
        if (!outcome.excerpt().counts(i)) {
          continue;
        }
        double variance = noise.variance(measured[i], measured[i], i % channels);
        double miss = outcome.results()[i] - (double) measured[i];
        double risk = miss * miss - variance + 2 * variance * outcome.followed()[i];
        count++;
        risks += risk;
        squares += risk * risk;
        variances += variance;
        followed += variance * outcome.followed()[i];
      }
    }
    double mean = risks / count;
    double chance = Math.sqrt(Math.max(0, squares / count - mean * mean) / count);
    // An error of the variance counts as far as results do not follow the noise.
    double left = 1 - 2 * followed / variances;
    double unknown = variances / count * noise.relativeError() * left;
    double margin = Math.hypot(Math.hypot(chance, unknown), FORMULA * mean);
    return QualityEstimate.of(mean, variances / count, margin, isFloor);
  }
}
