package org.limpid.nn;

import org.limpid.tensor.Tensor;

/**
 * Computes a tensor from a tensor, with parameters of its own or none.
 *
 * <p>{@link #forward} keeps no state between calls, so that threads may share a layer for
 * prediction; mode and randomness come in through the {@link Pass}.
 */
@FunctionalInterface
public interface Layer {

  /**
   * Runs the layer.
   *
   * @param x input, for images {@code [N, H, W, C]} or {@code [N, D, H, W, C]}. Not modified.
   * @param pass mode and randomness of this run
   * @return a new tensor, recorded if a tape is open
   */
  Tensor forward(Tensor x, Pass pass);

  /**
   * Names parameters and child layers, always in the same order. Whatever is not named is neither
   * trained nor saved; an optimiser that meets it in gradients says so.
   */
  default void describe(Outline outline) {}
}
