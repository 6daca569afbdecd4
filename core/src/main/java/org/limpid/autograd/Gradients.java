package org.limpid.autograd;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Tensor;

/** Gradients of a loss. Those a tape computed belong to it and are freed when it closes. */
public final class Gradients {

  private final Map<Parameter, Tensor> byParameter;
  private final IdentityHashMap<Tensor, Tensor> byTensor;

  Gradients(Map<Parameter, Tensor> byParameter, IdentityHashMap<Tensor, Tensor> byTensor) {
    this.byParameter = byParameter;
    this.byTensor = byTensor;
  }

  /**
   * Gradients that were computed elsewhere, such as sums over the parts of a batch.
   *
   * @param byParameter each of its parameter's shape; they stay the caller's
   */
  public static Gradients of(Map<Parameter, Tensor> byParameter) {
    return new Gradients(new LinkedHashMap<>(byParameter), new IdentityHashMap<>());
  }

  /** Parameters the loss depends on, in the order of their first use. */
  public Set<Parameter> parameters() {
    return Collections.unmodifiableSet(byParameter.keySet());
  }

  /** Gradient with respect to a parameter, of its shape; null if the loss does not depend on it. */
  public @Nullable Tensor of(Parameter parameter) {
    return byParameter.get(parameter);
  }

  /**
   * Gradient with respect to a tensor given to {@link Tape#watch(Tensor)}, of its shape; null if
   * the loss does not depend on it.
   */
  public @Nullable Tensor of(Tensor watched) {
    return byTensor.get(watched);
  }
}
