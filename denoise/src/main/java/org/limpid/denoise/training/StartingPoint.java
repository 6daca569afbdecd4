package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.tensor.Tensor;

/**
 * Weights of a trained network that a training goes on from.
 *
 * @param weights values by path of the parameter, statistics included. Not to be modified.
 */
public record StartingPoint(Map<String, float[]> weights) {

  /** The weights a network has now; copied. */
  public static StartingPoint of(Network network) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    Parameters.of(network)
        .byPath()
        .forEach((path, parameter) -> weights.put(path, parameter.value().toArray()));
    return new StartingPoint(weights);
  }

  /**
   * Gives a network these weights.
   *
   * @throws IllegalArgumentException if it is another network
   */
  public void applyTo(Network network) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Parameters.of(network)
        .byPath()
        .forEach((path, parameter) -> values.put(path, parameter.value()));
    List<String> wrong = new ArrayList<>(weights.keySet());
    wrong.removeAll(values.keySet());
    values.forEach(
        (path, value) -> {
          float[] own = weights.get(path);
          if (own == null || own.length != value.shape().size()) {
            wrong.add(path);
          }
        });
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "train: the model to go on from has another network (first difference: '"
              + wrong.get(0)
              + "'). Give the options and the method it was trained with, and images with as many"
              + " channels");
    }
    values.forEach(
        (path, value) -> {
          float[] own = weights.get(path);
          if (own != null) {
            value.device().backend().upload(own, value.storage());
          }
        });
  }

  /** A short text that other weights do not have. */
  String digest() {
    CRC32C digest = new CRC32C();
    weights.values().forEach(values -> Fingerprint.update(digest, values));
    return Long.toHexString(digest.getValue());
  }
}
