package org.limpid.nn.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * What an optimiser remembers of past gradients: blocks that start as zeros, laid out as the
 * parameters.
 */
final class Moments {

  private final List<Tensor> blocks = new ArrayList<>();
  private final Map<String, Tensor> windows = new LinkedHashMap<>();

  Moments(ParameterBlock parameters, String... names) {
    for (String name : names) {
      Tensor block = parameters.zeros();
      blocks.add(block);
      parameters.windows(block).forEach((path, part) -> windows.put(name + "." + path, part));
    }
  }

  Tensor block(int index) {
    return blocks.get(index);
  }

  /** Parts of the blocks by name of the moment and path of the parameter. */
  Map<String, Tensor> state() {
    return Collections.unmodifiableMap(windows);
  }

  void restore(String op, long steps, Map<String, Tensor> state) {
    if (steps < 0) {
      throw new IllegalArgumentException(op + ": steps " + steps + " (expected: >= 0)");
    }
    Map<Tensor, Tensor> saved = new LinkedHashMap<>();
    windows.forEach((name, window) -> saved.put(window, checked(op, name, window, state)));
    try (Scope scope = Scope.open()) {
      saved.forEach(
          (window, value) -> {
            Tensor here = value.device() == window.device() ? value : value.to(window.device());
            window.device().backend().elementwise().copy(here.storage(), window.storage());
          });
    }
  }

  private static Tensor checked(String op, String name, Tensor window, Map<String, Tensor> state) {
    Tensor saved = state.get(name);
    if (saved == null || !saved.shape().equals(window.shape())) {
      throw new IllegalArgumentException(
          op
              + ": state '"
              + name
              + "' "
              + (saved == null ? "is missing" : "has shape " + saved.shape())
              + " (expected: "
              + window.shape()
              + "). Was it saved with another network?");
    }
    return saved;
  }

  void close() {
    windows.values().forEach(Tensor::close);
    blocks.forEach(Tensor::close);
  }
}
