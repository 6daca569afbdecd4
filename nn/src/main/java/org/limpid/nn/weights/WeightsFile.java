package org.limpid.nn.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limpid.autograd.Parameter;
import org.limpid.nn.Layer;
import org.limpid.nn.Parameters;
import org.limpid.nn.weights.Safetensors.Entry;
import org.limpid.tensor.Tensor;

/** A layer's parameters, statistics included, in a safetensors file under their paths. */
public final class WeightsFile {

  private WeightsFile() {}

  /** Writes the parameters of a layer, atomically. */
  public static void write(Layer layer, Map<String, String> metadata, Path file)
      throws IOException {
    Safetensors.write(file, metadata, tensors(layer, ""));
  }

  /**
   * The values of a layer's parameters by name, for files that hold more than one thing.
   *
   * @param prefix put before each path, such as {@code network.}; may be empty
   */
  public static Map<String, Tensor> tensors(Layer layer, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Parameters.of(layer)
        .byPath()
        .forEach((path, parameter) -> tensors.put(prefix + path, parameter.value()));
    return tensors;
  }

  /**
   * Sets the parameters of a layer to those in a file, which has to hold them all and nothing else.
   *
   * @throws IOException if the file is damaged or belongs to another network; the layer is then
   *     unchanged
   */
  public static void readInto(Layer layer, Path file) throws IOException {
    try (Safetensors tensors = Safetensors.open(file)) {
      readInto(layer, tensors, "");
    }
  }

  /**
   * Sets the parameters of a layer to the tensors whose names start with a prefix. Values are
   * copied into the memory of the parameters, so an optimiser over them stays valid.
   *
   * @param layer whose parameters are set. Modified.
   * @param file an open file
   * @param prefix put before each path; tensors with other names are left alone
   * @throws IOException if a tensor is missing, left over, of another shape or not finite; the
   *     layer is then unchanged
   */
  public static void readInto(Layer layer, Safetensors file, String prefix) throws IOException {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Parameters.of(layer).byPath().forEach((path, p) -> parameters.put(prefix + path, p));
    checkNames(parameters, file, prefix);
    Map<Parameter, float[]> values = new LinkedHashMap<>();
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      float[] read = file.read(entry.getKey());
      checkFinite(read, entry.getKey(), file);
      values.put(entry.getValue(), read);
    }
    values.forEach(
        (parameter, read) -> {
          Tensor value = parameter.value();
          value.device().backend().upload(read, value.storage());
        });
  }

  private static void checkNames(Map<String, Parameter> parameters, Safetensors file, String prefix)
      throws IOException {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      Entry found = file.entries().get(entry.getKey());
      if (found == null) {
        missing.add(entry.getKey());
      } else if (!found.shape().equals(entry.getValue().value().shape())) {
        throw new IOException(
            file.file()
                + ": tensor '"
                + entry.getKey()
                + "' has shape "
                + found.shape()
                + " (expected: "
                + entry.getValue().value().shape()
                + "). It belongs to a network with other options");
      }
    }
    List<String> leftOver = new ArrayList<>();
    for (String name : file.entries().keySet()) {
      if (name.startsWith(prefix) && !parameters.containsKey(name)) {
        leftOver.add(name);
      }
    }
    if (!missing.isEmpty() || !leftOver.isEmpty()) {
      throw new IOException(
          file.file()
              + ": tensors do not fit the network (missing: "
              + list(missing)
              + "; unknown: "
              + list(leftOver)
              + "). It belongs to another network");
    }
  }

  /** The first few names, on one line. */
  private static String list(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    List<String> shown = names.stream().limit(3).map(SafetensorsHeader::show).toList();
    int more = names.size() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
  }

  private static void checkFinite(float[] values, String name, Safetensors file)
      throws IOException {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IOException(
            file.file()
                + ": tensor '"
                + name
                + "' holds "
                + value
                + " (expected: finite numbers). Training diverged, or the file is damaged");
      }
    }
  }
}
