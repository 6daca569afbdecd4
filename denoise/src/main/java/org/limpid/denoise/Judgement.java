package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.training.NoiseModel;
import org.limpid.denoise.training.QualityEstimate;

/**
 * What a denoiser made of the pixels that it is judged by. From it follows, for any noise, the
 * risk.
 */
final class Judgement {

  /**
   * One place; all on the network's scale.
   *
   * @param results of the denoiser
   * @param followed by how much each result follows its own pixel: 0 to 1 for an average
   */
  private record Outcome(Excerpt excerpt, float[] results, float[] followed) {}

  /**
   * Of the risk: derivatives are measured on few pixels, and stand for photons, which are whole.
   */
  private static final double FORMULA = 0.04;

  private final List<Outcome> outcomes = new ArrayList<>();
  private final int channels;

  private Judgement(int channels) {
    this.channels = channels;
  }

  /**
   * Lets a denoiser work: as it is, and once for each pattern of nudges, at each place. A mean over
   * orientations follows the noise as much as each of them does on average, so nudges are for one.
   *
   * @param made what it makes of the whole images, where that is known already
   * @param nudges for each channel, small against the noise
   * @param patterns 1, 2, 4, 8 or 16: the more, the surer
   */
  static Judgement of(
      Denoiser denoiser,
      List<Excerpt> excerpts,
      @Nullable TrainingData made,
      double[] nudges,
      int patterns,
      Normalization scale) {
    Judgement judgement = new Judgement(scale.channels());
    PredictionOptions prediction = denoiser.prediction();
    boolean isMean = !prediction.averaging().equals(Symmetries.NONE);
    Denoiser one = denoiser.withPrediction(prediction.withAveraging(Symmetries.NONE));
    for (Excerpt excerpt : excerpts) {
      float[] once =
          made == null ? scaled(one.denoise(excerpt.image(scale)), scale) : excerpt.of(made);
      float[] results = isMean ? scaled(denoiser.denoise(excerpt.image(scale)), scale) : once;
      float[] followed = new float[results.length];
      for (int pattern = 0; pattern < patterns; pattern++) {
        Image nudged = excerpt.nudged(nudges, pattern, scale);
        float[] moved = scaled(one.denoise(nudged), scale);
        for (int i = 0; i < moved.length; i++) {
          double passed = (moved[i] - once[i]) / nudges[i % nudges.length];
          followed[i] += (float) (excerpt.sign(i, pattern) * passed / patterns);
        }
      }
      judgement.outcomes.add(new Outcome(excerpt, results, followed));
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
