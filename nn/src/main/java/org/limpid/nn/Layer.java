package org.limpid.nn;

import org.limpid.autograd.Tape;
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
   * The same, and frees the input at once unless an open tape needs it or it is the result. For
   * layers made of layers, so that a prediction holds few activations at a time.
   *
   * @param x input that nobody else uses afterwards; see {@link #forward}. Closed.
   * @param pass mode and randomness of this run
   * @return what {@link #forward} gives
   */
  default Tensor consume(Tensor x, Pass pass) {
    Tensor y = forward(x, pass);
    if (y != x && !Tape.tracks(x) && !Tape.tracks(y)) {
      x.close();
    }
    return y;
  }

  /**
   * Names parameters and child layers, always in the same order. Whatever is not named is neither
   * trained nor saved; an optimiser that meets it in gradients says so.
   */
  default void describe(Outline outline) {}
}
