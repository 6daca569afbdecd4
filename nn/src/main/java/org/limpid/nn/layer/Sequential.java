package org.limpid.nn.layer;

import java.util.List;
import org.limpid.autograd.Tape;
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
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Tensor next;
      if (layer instanceof Conv conv
          && i + 1 < layers.size()
          && layers.get(i + 1) instanceof BatchNorm norm
          && norm.takes(conv, pass)) {
        next = norm.forwardAfter(conv, List.of(y));
        i++;
      } else if (layer instanceof Conv conv
          && i + 1 < layers.size()
          && layers.get(i + 1) instanceof Conv point
          && conv.takesPointwise(point)) {
        next = conv.forwardPointwise(List.of(y), point);
        i++;
      } else {
        next = layer.forward(y, pass);
      }
      // x is not ours to free, even if a first layer gives x itself.
      if (y != x && y != next && !Tape.tracks(y) && !Tape.tracks(next)) {
        y.close();
      }
      y = next;
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
