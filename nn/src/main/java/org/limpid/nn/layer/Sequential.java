package org.limpid.nn.layer;

import java.util.List;
import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/**
 * Runs layers one after the other. Children are named {@code 0}, {@code 1}, and so on.
 *
 * @param layers at least one
 */
public record Sequential(List<Layer> layers) implements Layer {

  /** Copies the list. */
  public Sequential {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("sequential: no layers (expected: at least one)");
    }
  }

  /** Runs the given layers, at least one, in order. */
  public static Sequential of(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  /** Gives each layer's result to the next; a prediction frees it as soon as it has been read. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Tensor y = layers.get(0).forward(x, pass);
    for (int i = 1; i < layers.size(); i++) {
      // A first layer may give x itself, which is not ours to free.
      y = y == x ? layers.get(i).forward(y, pass) : layers.get(i).consume(y, pass);
    }
    return y;
  }

  @Override
  public void describe(Outline outline) {
    for (int i = 0; i < layers.size(); i++) {
      outline.child(Integer.toString(i), layers.get(i));
    }
  }
}
