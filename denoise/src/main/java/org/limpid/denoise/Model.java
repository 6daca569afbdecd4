package org.limpid.denoise;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.predict.Reading;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.Network;
import org.limpid.tensor.Device;

/**
 * What training gives: a network, the scale it works on, and how it came about.
 *
 * @param network trained; not to be changed any more
 * @param device where its parameters live
 * @param normalization brings images to the network's scale
 * @param output brings the network's results to the images' scale, backwards; the same unless the
 *     network was trained towards images of another kind
 * @param method such as {@code noise2void}
 * @param options of the method and of training, as JSON has them
 * @param history how training went
 * @param reading how the network is asked
 */
record Model(
    Network network,
    Device device,
    Normalization normalization,
    Normalization output,
    String method,
    Map<String, Object> options,
    TrainingHistory history,
    Reading reading) {

  /** Copies the options and keeps their order, so that the same model gives the same file. */
  Model {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** The same with other weights. */
  Model with(Network other, TrainingHistory otherHistory) {
    return new Model(other, device, normalization, output, method, options, otherHistory, reading);
  }

  /** The same with other options. */
  Model withOptions(Map<String, Object> other) {
    return new Model(network, device, normalization, output, method, other, history, reading);
  }

  /** The same, whose network is asked once. */
  Model(
      Network network,
      Device device,
      Normalization normalization,
      String method,
      Map<String, Object> options,
      TrainingHistory history) {
    this(network, device, normalization, method, options, history, Reading.DIRECT);
  }

  /** A model whose results are on the scale of what it is shown. */
  Model(
      Network network,
      Device device,
      Normalization normalization,
      String method,
      Map<String, Object> options,
      TrainingHistory history,
      Reading reading) {
    this(network, device, normalization, normalization, method, options, history, reading);
  }
}
