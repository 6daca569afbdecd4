package org.limpid.nn.layer;

import org.limpid.nn.Layer;
import org.limpid.nn.Outline;
import org.limpid.nn.Pass;
import org.limpid.tensor.Tensor;

/**
 * Adds a layer's result to its input, so that the layer learns the difference (He et al. 2016).
 *
 * @param body gives a tensor of its input's shape; named {@code body}
 */
public record Residual(Layer body) implements Layer {

  /** {@code x + body(x)}, of the shape of {@code x}. */
  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.add(body.forward(x, pass));
  }

  @Override
  public void describe(Outline outline) {
    outline.child("body", body);
  }
}
