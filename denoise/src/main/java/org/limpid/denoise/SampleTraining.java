package org.limpid.denoise;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.limpid.backend.Size3;
import org.limpid.denoise.Fitting.Fitted;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.nn.Network;

/**
 * What trainers do that learn inputs and targets: a network that takes and gives as many channels
 * is trained on samples.
 *
 * @param fitting method, options and images
 * @param loss compares predictions and targets
 * @param ranking whether targets are clean, so that a lower validation loss means a better result
 * @param examination judges results, given the batches
 */
record SampleTraining(
    Fitting fitting,
    PairLoss loss,
    boolean ranking,
    Function<SampleBatches, Examination> examination) {

  /** A network with new weights; whoever asks for it closes it. */
  Network network() {
    return fitting.inputs().network(fitting.training(), loss.outputsPerChannel());
  }

  /**
   * Trains a new network.
   *
   * @param samples where samples come from, given the extents of a patch
   */
  Denoiser train(
      Function<Size3, SampleSource> samples, TrainingListener listener, BooleanSupplier stop) {
    return fitting.train(network(), patch -> lesson(samples, patch), listener, stop);
  }

  /** Trains a network that is there, which stays the caller's. */
  Fitted fit(
      Network network,
      Function<Size3, SampleSource> samples,
      TrainingListener listener,
      BooleanSupplier stop) {
    return fitting.fit(network, patch -> lesson(samples, patch), listener, stop);
  }

  private Lesson lesson(Function<Size3, SampleSource> samples, Size3 patch) {
    SampleBatches batches =
        new SampleBatches(
            samples.apply(patch), patch, fitting.inputs().volumetric(), fitting.training());
    Objective objective = ranking ? loss.objective().ranking() : loss.objective();
    return new Lesson(objective, batches, batches.validation(), examination.apply(batches));
  }
}
