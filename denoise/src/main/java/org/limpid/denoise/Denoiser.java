package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.predict.TiledPredictor;
import org.limpid.denoise.predict.TiledPredictor.Job;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.Network;
import org.limpid.tensor.Device;

/**
 * A trained network that removes noise from images like those it has learned from.
 *
 * <p>Thread-safe, and there is nothing to close: on the processor its memory goes with it; on a
 * GPU, when the device is closed.
 */
public final class Denoiser {

  private final Network network;
  private final Device device;
  private final Normalization normalization;
  private final String method;
  private final Map<String, Object> options;
  private final TrainingHistory history;
  private final PredictionOptions prediction;

  Denoiser(
      Network network,
      Device device,
      Normalization normalization,
      String method,
      Map<String, Object> options,
      TrainingHistory history) {
    this(network, device, normalization, method, options, history, PredictionOptions.DEFAULT);
  }

  private Denoiser(
      Network network,
      Device device,
      Normalization normalization,
      String method,
      Map<String, Object> options,
      TrainingHistory history,
      PredictionOptions prediction) {
    this.network = network;
    this.device = device;
    this.normalization = normalization;
    this.method = method;
    this.options = Map.copyOf(options);
    this.history = history;
    this.prediction = prediction;
  }

  /** The same network, run in another way: averaging over orientations, more or less memory. */
  public Denoiser withPrediction(PredictionOptions value) {
    return new Denoiser(network, device, normalization, method, options, history, value);
  }

  /**
   * Removes noise. Every frame by itself; a network for planes takes the slices of a stack one by
   * one. Nothing is clipped or rounded; opacity passes through.
   *
   * @param noisy any size, with the channels it was trained on. Not modified.
   * @return the same size, type and metadata
   * @throws IllegalArgumentException if channels or slices do not fit the network, or a sample is
   *     not finite
   */
  public Image denoise(Image noisy) {
    check(noisy);
    List<PixelSource> sources =
        network.isVolumetric() ? Frames.volumes(noisy) : Frames.planes(noisy);
    int channels = noisy.channels();
    int rows = noisy.height();
    int columns = noisy.width();
    float[] result = new float[sources.size() * sources.get(0).extents().volume() * channels];
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int first = i * sources.get(i).extents().depth();
      jobs.add(
          new Job(
              normalization.over(sources.get(i)),
              (slice, row, column, channel, value) -> {
                int pixel = ((first + slice) * rows + row) * columns + column;
                result[pixel * channels + channel] = normalization.undo(value, channel);
              }));
    }
    new TiledPredictor(network, device, prediction).predict(jobs);
    return noisy.withSamples(result);
  }

  private void check(Image noisy) {
    if (noisy.channels() != network.inputChannels()) {
      throw new IllegalArgumentException(
          "denoise: the image has "
              + noisy.channels()
              + " channels but the model was trained on "
              + network.inputChannels()
              + ". Train a model on such images, or denoise channels one by one");
    }
    if (network.isVolumetric() && noisy.depth() == 1) {
      throw new IllegalArgumentException(
          "denoise: the image is "
              + noisy
              + " but the model was trained on stacks of slices (expected: at least 2 slices)."
              + " If frames are meant as slices, say so with withPlanes");
    }
    Frames.checkFinite("denoise", "the image", noisy);
  }

  /** How the training went. */
  public TrainingHistory history() {
    return history;
  }
}
