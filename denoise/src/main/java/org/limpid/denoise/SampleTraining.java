package org.limpid.denoise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.HostBatch;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.Purposes;
import org.limpid.denoise.training.Selection;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingLoop;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;

/**
 * What trainers do that learn inputs and targets: a network that takes and gives as many channels,
 * trained on samples, becomes a model.
 *
 * @param method name for model files
 * @param settings of the method, for model files
 * @param loss compares predictions and targets
 * @param ranking whether targets are clean, so that a lower validation loss means a better result
 * @param training what all trainers are told alike
 * @param inputs what the network is shown; decides on channels, dimensions and patches
 * @param output scale of its results
 */
record SampleTraining(
    String method,
    Map<String, Object> settings,
    PairLoss loss,
    boolean ranking,
    TrainingOptions training,
    TrainingData inputs,
    Normalization output) {

  /** A network with new weights; whoever asks for it closes it. */
  Network network() {
    int channels = inputs.normalization().channels();
    UNetOptions architecture =
        training
            .network()
            .withDimensions(inputs.volumetric() ? 3 : 2)
            .withChannels(channels, channels * loss.outputsPerChannel());
    return new UNet(
        architecture, training.device(), new RandomKey(training.seed(), Purposes.WEIGHTS, 0));
  }

  /**
   * Trains a new network.
   *
   * @param samples where samples come from, given the extents of a patch
   */
  Denoiser train(
      Function<Size3, SampleSource> samples, TrainingListener listener, BooleanSupplier stop) {
    Network network = network();
    try {
      return denoiser(network, train(network, samples, listener, stop));
    } catch (RuntimeException | Error e) {
      Parameters.of(network).close();
      throw e;
    }
  }

  /** Trains a network that is there. */
  TrainingHistory train(
      Network network,
      Function<Size3, SampleSource> samples,
      TrainingListener listener,
      BooleanSupplier stop) {
    Size3 patch = inputs.patch(training, network.multiple());
    SampleBatches batches =
        new SampleBatches(samples.apply(patch), patch, inputs.volumetric(), training);
    TrainingListener.Plan plan =
        new TrainingListener.Plan(
            method,
            training.device().name(),
            Parameters.of(network).count(),
            inputs.sources().size(),
            patch,
            training.batchSize(),
            batches.samples().heldOut(),
            training.budget(),
            settings);
    Objective objective = ranking ? loss.objective().ranking() : loss.objective();
    List<HostBatch> validation = batches.validation();
    TrainingOptions options = training;
    if (ranking && validation.isEmpty() && training.selection() == Selection.BEST) {
      listener.warning(
          "too few pixels to hold out a patch, so the last weights are taken, not the best");
      options = training.withSelection(Selection.LAST);
    }
    return new TrainingLoop(network, objective, batches, validation, options)
        .run(plan, listener, stop);
  }

  /** The model that a network is. */
  Denoiser denoiser(Network network, TrainingHistory history) {
    Map<String, Object> options = new LinkedHashMap<>(settings);
    options.put("training", training.describe());
    return new Denoiser(
        new Model(
            network,
            training.device(),
            inputs.normalization(),
            output,
            method,
            options,
            history,
            Reading.DIRECT));
  }
}
