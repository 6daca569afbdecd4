package org.limpid.denoise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.tensor.ShapeException;

/** Denoises files, each with a network trained on it, or all with the same trained model. */
final class Denoising {
  /**
   * What was done to a file.
   *
   * @param input the file
   * @param output the result
   * @param noisy what was read
   * @param denoised what was written
   * @param denoiser the network
   * @param training how it was trained; empty if it was given
   * @param seconds time for all of it
   */
  record Result(
      Path input,
      Path output,
      Image noisy,
      Image denoised,
      Denoiser denoiser,
      Optional<Training.Outcome> training,
      double seconds) {

    /** Name of the method the network was trained by. */
    String method() {
      return String.valueOf(denoiser.description().get("method"));
    }
  }

  private final Terminal terminal;
  private final TalkOptions talk;
  private final @Nullable Training training;
  private final @Nullable Denoiser model;
  private final Axes axes;
  private final boolean resuming;
  private final PredictionOptions prediction;
  private final boolean choosingAveraging;

  private Denoising(
      Terminal terminal,
      TalkOptions talk,
      @Nullable Training training,
      @Nullable Denoiser model,
      Axes axes,
      boolean resuming,
      PredictionOptions prediction,
      boolean choosingAveraging) {
    this.terminal = terminal;
    this.talk = talk;
    this.training = training;
    this.model = model;
    this.axes = axes;
    this.resuming = resuming;
    this.prediction = prediction;
    this.choosingAveraging = choosingAveraging;
  }

  /** Trains on each file anew. */
  static Denoising by(Training training, Axes axes) {
    return new Denoising(
        training.terminal(),
        training.talk(),
        training,
        null,
        axes,
        false,
        PredictionOptions.DEFAULT,
        false);
  }

  /** Uses the same model for all files. */
  static Denoising with(Denoiser model, Axes axes, Terminal terminal, TalkOptions talk) {
    return new Denoising(
        terminal, talk, null, model, axes, false, PredictionOptions.DEFAULT, false);
  }

  /**
   * The same, keeping what is done beside the output to go on from there if it is broken off. Needs
   * a model that was trained before.
   */
  Denoising resuming(boolean value) {
    return new Denoising(
        terminal, talk, training, model, axes, value, prediction, choosingAveraging);
  }

  /** The same, applying networks in another way, in so much memory at most. */
  Denoising predicting(PredictionOptions value) {
    return new Denoising(terminal, talk, training, model, axes, resuming, value, choosingAveraging);
  }

  /** The same, averaging final results over as many orientations as whoever trained suggests. */
  Denoising choosingAveraging(boolean value) {
    return new Denoising(terminal, talk, training, model, axes, resuming, prediction, value);
  }

  /** Whether a file is too large to be read as a whole, and goes through piece by piece. */
  boolean streams(Path input) throws IOException {
    return training == null && Sources.isLarge(input);
  }

  /**
   * Denoises a file and writes the result.
   *
   * @param label what progress lines begin with
   */
  Result file(Path input, Path output, String label) throws IOException {
    long start = System.nanoTime();
    Image read =
        training == null ? Sources.readOrOpen(input, resuming) : Sources.readToLearn(input);
    Image noisy = axes.apply(read);
    if (training == null) {
      Sources.warnOfGaps(input, noisy, terminal);
    }
    Targets.checkImage(input, read, output);
    PredictionOptions possible =
        noisy.isInMemory() ? Room.beside(noisy, input, prediction) : prediction;
    Optional<Training.Outcome> outcome =
        training == null
            ? Optional.empty()
            : Optional.of(
                training.run(
                    Inputs.of(input, noisy, axes, training.results(output)),
                    label,
                    better ->
                        write(
                            axes.restore(read, better.withPrediction(possible).denoise(noisy)),
                            output)));
    Denoiser denoiser =
        outcome.isPresent() ? outcome.get().denoiser() : Objects.requireNonNull(model);
    PredictionOptions last =
        choosingAveraging ? possible.withAveraging(denoiser.prediction().averaging()) : possible;
    Progress progress = new Progress(terminal, talk.quiet, label);
    progress.say("applying the network");
    Path kept = resuming ? output.resolveSibling(output.getFileName() + ".unfinished") : null;
    Image denoised =
        axes.restore(read, apply(denoiser.withPrediction(last), noisy, input, kept, progress));
    if (denoised.isInMemory()) {
      progress.clear();
    }
    denoised.write(output);
    if (kept != null) {
      Files.deleteIfExists(kept);
    }
    if (training != null && outcome.isPresent()) {
      CheckpointArguments.removeAfter(outcome.get().end(), training.options());
    }
    progress.clear();
    // What was computed on the way is not computed again for those who look at it.
    denoised = denoised.isInMemory() ? denoised : Image.open(output);
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Result(input, output, read, denoised, denoiser, outcome, seconds);
  }

  /** A result that is there before the end; a better one may replace it. */
  private static void write(Image result, Path output) {
    try {
      result.write(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The network's result; a model that does not fit the image is the user's to change. */
  private static Image apply(
      Denoiser denoiser, Image noisy, Path input, @Nullable Path kept, Progress progress)
      throws IOException {
    try {
      if (kept != null) {
        return denoiser.lazily(noisy, done -> progress.say(percent(done)), kept);
      }
      return noisy.isInMemory()
          ? denoiser.denoise(noisy)
          : denoiser.lazily(noisy, done -> progress.say(percent(done)));
    } catch (ShapeException e) {
      throw e; // a fault of ours: nothing the user gave is of such a shape
    } catch (IllegalArgumentException e) {
      throw new UserException(input + ": " + e.getMessage(), e);
    }
  }

  private static String percent(double done) {
    return String.format(Locale.ROOT, "applying the network, %.0f %%", 100 * done);
  }
}
