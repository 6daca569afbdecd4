package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.report.LossPoint;
import org.limpid.denoise.training.Checkpoints;
import org.limpid.denoise.training.TrainingDivergedException;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.ShapeException;

/**
 * Trains and shows how it goes.
 *
 * @param method how to learn
 * @param options what the method is told
 * @param longest when to stop early. Unlike the options' budget it has no influence on anything
 *     before, so that a number of steps gives the same result on a slow machine as on a fast one
 * @param interruption stops early when asked to
 * @param preview what shows a patch on the way; null for none
 */
record Training(
    Terminal terminal,
    TalkOptions talk,
    Method method,
    TrainingOptions options,
    Duration longest,
    Interruption interruption,
    @Nullable PreviewFile preview) {
  /**
   * What came of it.
   *
   * @param denoiser the trained network
   * @param end steps, loss and time
   * @param history losses on the way
   */
  record Outcome(Denoiser denoiser, TrainingListener.End end, List<LossPoint> history) {}

  /** All files that will be written: the result, and what is kept or shown on the way. */
  List<Path> results(Path result) {
    List<Path> files = new ArrayList<>(List.of(result));
    if (preview != null) {
      files.add(preview.file());
    }
    Checkpoints checkpoints = options.checkpoints();
    if (checkpoints != null) {
      files.add(checkpoints.file());
    }
    return files;
  }

  /**
   * Learns from images.
   *
   * @param label what progress lines begin with
   */
  Outcome run(Inputs inputs, String label) throws IOException {
    return run(inputs, label, better -> {});
  }

  /**
   * The same.
   *
   * @param answers given what can be used before the end, if the method has such
   */
  Outcome run(Inputs inputs, String label, Consumer<Denoiser> answers) throws IOException {
    Watcher watcher = new Watcher(label);
    try {
      Denoiser denoiser =
          method.learner(inputs, answers).train(options, watcher, watcher::isToStop);
      return new Outcome(denoiser, watcher.ends.get(0), watcher.history);
    } catch (ShapeException e) {
      throw e; // a fault of ours: nothing the user gave is of such a shape
    } catch (IllegalArgumentException | TrainingDivergedException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    } finally {
      watcher.progress.clear();
    }
  }

  /** Hears how a training goes. */
  private final class Watcher implements TrainingListener {
    private final Progress progress;
    private final List<LossPoint> history = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private final long start = System.nanoTime();

    Watcher(String label) {
      progress = new Progress(terminal, talk.quiet, label);
    }

    boolean isToStop() {
      return interruption.isAsked() || System.nanoTime() - start > longest.toNanos();
    }

    @Override
    public void started(Plan plan) {
      if (talk.verbose) {
        terminal
            .err()
            .printf(
                Locale.ROOT,
                "%s on %s: %,d parameters, %d plane(s) or volume(s), %d patches of %d x %d x %d a"
                    + " step, %d held out%n",
                plan.method(),
                plan.device(),
                plan.parameters(),
                plan.images(),
                plan.batchSize(),
                plan.patch().depth(),
                plan.patch().height(),
                plan.patch().width(),
                plan.validationPatches());
      }
    }

    @Override
    public void resumed(int step) {
      if (!talk.quiet) {
        terminal.err().printf(Locale.ROOT, "going on after step %,d%n", step);
      }
    }

    @Override
    public void warning(String message) {
      progress.clear();
      terminal.err().println("warning: " + message);
    }

    @Override
    public void remark(String message) {
      if (!talk.quiet) {
        progress.clear();
        terminal.err().println(message);
      }
    }

    @Override
    public void step(Step step) {
      history.add(new LossPoint(step.step(), step.loss(), Double.NaN));
      double share = Math.min(1, Math.max(step.spent(), step.seconds() / longest.toSeconds()));
      progress.show(new Progress.State(share, step.step(), step.loss(), step.seconds()));
    }

    @Override
    public int previewInterval() {
      return preview == null ? 0 : PreviewFile.INTERVAL;
    }

    @Override
    public void preview(Preview shown) {
      try {
        if (preview != null) {
          preview.write(shown);
        }
      } catch (IOException e) {
        warning("no preview after step " + shown.step() + ": " + e.getMessage());
      }
    }

    @Override
    public void validation(Validation validation) {
      int last = history.size() - 1;
      if (last < 0) {
        return; // going on from a checkpoint, before the first report
      }
      LossPoint point = history.get(last);
      history.set(last, new LossPoint(point.step(), point.training(), validation.loss()));
      if (talk.verbose) {
        progress.clear();
        terminal
            .err()
            .printf(
                Locale.ROOT,
                "step %d: validation loss %.5f%n",
                validation.step(),
                validation.loss());
      }
    }

    @Override
    public void ended(End end) {
      ends.add(end);
      if (end.reason() == Reason.STOPPED && !interruption.isAsked() && !talk.quiet) {
        progress.clear();
        terminal
            .err()
            .printf(
                Locale.ROOT,
                "stopped after %s and %,d steps; for more give --budget or --steps%n",
                Progress.clock(end.seconds()),
                end.steps());
      }
    }
  }
}
