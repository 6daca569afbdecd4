package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.Kept;
import org.limpid.denoise.training.Selection;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingLoop;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;

/**
 * What all trainers do once they know what a network is to learn: train it, and make a model of it.
 *
 * @param method name for model files
 * @param settings of the method, for model files
 * @param training what all trainers are told alike
 * @param inputs what the network is shown; decides on patches
 * @param output scale of its results
 * @param reading how it is asked
 */
record Fitting(
    String method,
    Map<String, Object> settings,
    TrainingOptions training,
    TrainingData inputs,
    Normalization output,
    Reading reading) {

  /** Noise and structure of less than a third of the usual size are learned badly. */
  private static final double MOST_STRETCH = 3;

  /** Of a network whose results are on the scale of what it is shown, asked once. */
  Fitting(
      String method, Map<String, Object> settings, TrainingOptions training, TrainingData inputs) {
    this(method, settings, training, inputs, inputs.normalization(), Reading.DIRECT);
  }

  /** The same with other options of training. */
  Fitting with(TrainingOptions value) {
    return new Fitting(method, settings, value, inputs, output, reading);
  }

  /**
   * What came of a training.
   *
   * @param history how it went
   * @param kept weights from on the way
   */
  record Fitted(TrainingHistory history, List<Kept> kept) {}

  /**
   * Trains a network and makes a model of it.
   *
   * @param network closed if training fails
   * @param lesson what it is to learn, given the extents of a patch
   */
  Denoiser train(
      Network network,
      Function<Size3, Lesson> lesson,
      TrainingListener listener,
      BooleanSupplier stop) {
    try {
      return denoiser(network, fit(network, lesson, listener, stop));
    } catch (RuntimeException | Error e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  /** Trains a network, which stays the caller's. */
  Fitted fit(
      Network network,
      Function<Size3, Lesson> lessons,
      TrainingListener listener,
      BooleanSupplier stop) {
    Size3 patch = inputs.patch(training, network.multiple());
    Lesson lesson = lessons.apply(patch);
    warnOfFewFarOut(listener);
    TrainingListener.Plan plan =
        new TrainingListener.Plan(
            method,
            training.device().name(),
            Parameters.of(network).count(),
            inputs.sources().size(),
            patch,
            training.batchSize(),
            lesson.heldOut(),
            training.budget(),
            settings);
    TrainingLoop loop =
        new TrainingLoop(
                network,
                lesson.objective(),
                lesson.batches(),
                lesson.validation(),
                possible(lesson, listener))
            .examinedBy(lesson.examination())
            .previewedBy(reading);
    TrainingHistory history = loop.run(plan, listener, stop);
    return new Fitted(history, loop.kept());
  }

  /** One hot pixel can make all others look alike. */
  private void warnOfFewFarOut(TrainingListener listener) {
    double stretch = training.scaling().stretch(inputs.sources());
    if (stretch > MOST_STRETCH) {
      double pixels = 0;
      for (PixelSource source : inputs.sources()) {
        pixels += source.extents().volume();
      }
      // Of a small image a ten-thousandth is less than one sample.
      double share = Math.ceil(Math.max(1, 15_000 / pixels)) / 100;
      listener.warning(
          String.format(
              Locale.ROOT,
              "a few samples lie so far out, as hot pixels do, that the network sees all others"
                  + " %.3g times too small; to leave them out: --outliers %s:%s, or"
                  + " Scaling.withoutOutliers",
              stretch,
              share,
              share));
    }
  }

  private TrainingOptions possible(Lesson lesson, TrainingListener listener) {
    boolean isBlind = lesson.objective().isRanking() && lesson.validation().isEmpty();
    if (!isBlind || training.selection() != Selection.BEST) {
      return training;
    }
    listener.warning(
        "too few pixels to hold out a patch, so the last weights are taken, not the best");
    return training.withSelection(Selection.LAST);
  }

  /** The model that a network is. */
  Denoiser denoiser(Network network, Fitted fitted) {
    Map<String, Object> options = new LinkedHashMap<>(settings);
    options.put("training", training.describe());
    Model model =
        new Model(
            network,
            training.device(),
            inputs.normalization(),
            output,
            method,
            options,
            fitted.history(),
            reading);
    return new Denoiser(model, fitted.kept());
  }
}
