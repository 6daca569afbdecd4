package org.limpid.denoise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.report.LossPoint;
import org.limpid.denoise.training.TrainingDivergedException;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.tensor.ShapeException;

/** Trains and shows how it goes. */
final class Training implements TrainingListener {
  /**
   * What came of it.
   *
   * @param denoiser the trained network
   * @param plan what was trained
   * @param end steps, loss and time
   * @param history losses on the way
   */
  record Outcome(Denoiser denoiser, Plan plan, End end, List<LossPoint> history) {}

  private final Terminal terminal;
  private final TalkOptions talk;
  private final Progress progress;
  private final List<LossPoint> history = new ArrayList<>();
  private final List<Plan> plans = new ArrayList<>();
  private final List<End> ends = new ArrayList<>();

  private Training(Terminal terminal, TalkOptions talk, String label) {
    this.terminal = terminal;
    this.talk = talk;
    this.progress = new Progress(terminal, talk.quiet, label);
  }

  /**
   * Learns from images.
   *
   * @param label what progress lines begin with
   * @param interruption ends training early when asked for
   */
  static Outcome run(
      Method method,
      List<Image> images,
      TrainingOptions options,
      Terminal terminal,
      TalkOptions talk,
      String label,
      Interruption interruption) {
    Training listener = new Training(terminal, talk, label);
    try {
      Denoiser denoiser = method.train(images, options, listener, interruption::isAsked);
      return new Outcome(denoiser, listener.plans.get(0), listener.ends.get(0), listener.history);
    } catch (ShapeException e) {
      throw e; // a fault of ours: nothing the user gave is of such a shape
    } catch (IllegalArgumentException | TrainingDivergedException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    } finally {
      listener.progress.clear();
    }
  }

  @Override
  public void started(Plan plan) {
    plans.add(plan);
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
  public void step(Step step) {
    history.add(new LossPoint(step.step(), step.loss(), Double.NaN));
    progress.show(new Progress.State(step.spent(), step.step(), step.loss(), step.seconds()));
  }

  @Override
  public void validation(Validation validation) {
    int last = history.size() - 1;
    LossPoint point = history.get(last);
    history.set(last, new LossPoint(point.step(), point.training(), validation.loss()));
    if (talk.verbose) {
      progress.clear();
      terminal
          .err()
          .printf(
              Locale.ROOT, "step %d: validation loss %.5f%n", validation.step(), validation.loss());
    }
  }

  @Override
  public void ended(End end) {
    ends.add(end);
  }
}
